using System.Text.Json;
using CallerAuth.Identity;
using CallerAuth.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Audit;

/// <summary>
/// The operator's <c>audit</c> command: prints the trail and ends, without serving anybody. A national ID is read from standard input
/// alone, so that it stands in no shell history and no list of processes.
/// </summary>
internal sealed class AuditCommand(
    IOptions<StoreOptions> storeOptions, Keys keys, AuditPseudonyms pseudonyms, IOptions<AuditOptions> auditOptions, TimeProvider time)
{
    public const string Word = "audit";

    private const int Failed = 1;
    private const int Misused = 2;

    private const string Usage = """
        CallerAuth audit [--from DATE] [--to DATE] [--jsonl] [--person-stdin --kind fodselsnummer|personnummer]
            --from, --to     days in UTC, yyyy-MM-dd, both included; everything that is kept unless given
            --jsonl          one JSON object a line instead of a table
            --person-stdin   only verifications of one person, whose number is read from standard input
        """;

    /// <summary>Records of test numbers are found as well.</summary>
    private static readonly NationalIdRules AnyNumber = new() { AllowSynthetic = true, AllowTenDigits = true };

    /// <returns>The exit code of the process.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> words, TextReader input, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!AuditArguments.TryParse(words, out var arguments))
        {
            await errors.WriteLineAsync(Usage);
            return Misused;
        }

        if (storeOptions.Value.ConnectionString.Length == 0)
        {
            await errors.WriteLineAsync("Store:ConnectionString: missing. The embedded store lives inside the running service and cannot be read from here.");
            return Failed;
        }

        IReadOnlySet<string>? person = null;
        if (arguments.Kind is { } kind && (person = await ReadPersonAsync(kind, input, errors, cancellationToken)) is null)
            return Misused;

        // Its own connection, which logs nothing: standard output is for the records.
        await using var store = new StoreConnection(storeOptions, NullLogger<StoreConnection>.Instance);
        try
        {
            await store.StartAsync(cancellationToken);
            return await PrintAsync(new AuditTrail(store, keys, pseudonyms, auditOptions, time, NullLogger<AuditTrail>.Instance), arguments, person, output, errors, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            await errors.WriteLineAsync("The store of Store:ConnectionString does not answer.");
            return Failed;
        }
    }

    /// <returns>The person's pseudonyms, or null when the input is no such number; which is not repeated.</returns>
    private async Task<IReadOnlySet<string>?> ReadPersonAsync(NationalIdKind kind, TextReader input, TextWriter errors, CancellationToken cancellationToken)
    {
        await errors.WriteLineAsync("National ID, then Enter:");
        var line = (await input.ReadLineAsync(cancellationToken))?.Trim();
        if (NationalId.TryParse(line, kind, AnyNumber, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), out var nationalId, out var fault))
            return pseudonyms.AllOf(nationalId);
        await errors.WriteLineAsync($"This is no such number ({fault}).");
        return null;
    }

    private async Task<int> PrintAsync(AuditTrail trail, AuditArguments arguments, IReadOnlySet<string>? person, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var to = arguments.To ?? trail.Today;
        var from = arguments.From ?? trail.Today.AddDays(-(int)auditOptions.Value.Keep.TotalDays - 1);
        var unreadable = 0;
        if (!arguments.AsJsonLines)
            await output.WriteLineAsync(AuditTable.Header);
        await foreach (var record in trail.ReadAsync(from, to, cancellationToken))
        {
            if (record is null)
                unreadable++;
            else if (person is null || (record.Person is { } whose && person.Contains(whose)))
                await output.WriteLineAsync(arguments.AsJsonLines ? JsonSerializer.Serialize(record, AuditJson.Default.AuditRecord) : AuditTable.Row(record));
        }

        await output.FlushAsync(cancellationToken);
        if (unreadable == 0)
            return 0;
        await errors.WriteLineAsync($"{unreadable} line(s) of the trail could not be read; somebody else wrote there, or another version.");
        return Failed;
    }
}
