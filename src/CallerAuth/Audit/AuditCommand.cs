using System.Text.Json;
using System.Text.RegularExpressions;
using CallerAuth.Identity;
using CallerAuth.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Audit;

/// <summary>
/// The operator's <c>audit</c> command: prints the trail and ends, without serving anybody. A national ID or a telephone number is read
/// from standard input alone, so that it stands in no shell history and no list of processes.
/// </summary>
internal sealed partial class AuditCommand(
    IOptions<StoreOptions> storeOptions, Keys keys, AuditPseudonyms pseudonyms, IOptions<AuditOptions> auditOptions, TimeProvider time)
{
    public const string Word = "audit";

    private const int Failed = 1;
    private const int Misused = 2;

    private const string Usage = """
        CallerAuth audit [--from DATE] [--to DATE] [--jsonl] [--person-stdin --kind fodselsnummer|personnummer | --number-stdin]
            --from, --to     days in UTC, yyyy-MM-dd, both included; everything that is kept unless given
            --jsonl          one JSON object a line instead of a table
            --person-stdin   only verifications of one person, whose number is read from standard input
            --number-stdin   only what one telephone asked for by calling, and orders to call it; its number, +4790000001, is read from standard input
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

        IReadOnlySet<string>? whose = null;
        if (arguments.Kind is { } kind && (whose = await ReadPersonAsync(kind, input, errors, cancellationToken)) is null)
            return Misused;
        if (arguments.OfOneNumber && (whose = await ReadNumberAsync(input, errors, cancellationToken)) is null)
            return Misused;

        // Its own connection, which logs nothing: standard output is for the records.
        await using var store = new StoreConnection(storeOptions, NullLogger<StoreConnection>.Instance);
        try
        {
            await store.StartAsync(cancellationToken);
            return await PrintAsync(new AuditTrail(store, keys, pseudonyms, auditOptions, time, NullLogger<AuditTrail>.Instance), arguments, whose, output, errors, cancellationToken);
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

    /// <returns>The telephone's pseudonyms, or null when the input is no number; which is not repeated.</returns>
    private async Task<IReadOnlySet<string>?> ReadNumberAsync(TextReader input, TextWriter errors, CancellationToken cancellationToken)
    {
        await errors.WriteLineAsync("Telephone number, then Enter:");
        var line = (await input.ReadLineAsync(cancellationToken))?.Trim() ?? "";
        if (E164().IsMatch(line))
            return pseudonyms.AllOf(line);
        await errors.WriteLineAsync("This is no telephone number in E.164 form, such as +4790000001 without spaces.");
        return null;
    }

    private async Task<int> PrintAsync(AuditTrail trail, AuditArguments arguments, IReadOnlySet<string>? whose, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
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
            else if (whose is null || IsOf(record, arguments.OfOneNumber, whose))
                await output.WriteLineAsync(arguments.AsJsonLines ? JsonSerializer.Serialize(record, AuditJson.Default.AuditRecord) : AuditTable.Row(record));
        }

        await output.FlushAsync(cancellationToken);
        if (unreadable == 0)
            return 0;
        await errors.WriteLineAsync($"{unreadable} line(s) of the trail could not be read; somebody else wrote there, or another version.");
        return Failed;
    }

    private static bool IsOf(AuditRecord record, bool byNumber, IReadOnlySet<string> whose) => byNumber
        ? IsIn(record.CallingNumber, whose) || IsIn(record.CalledNumber, whose)
        : IsIn(record.Person, whose);

    private static bool IsIn(string? pseudonym, IReadOnlySet<string> whose) => pseudonym is not null && whose.Contains(pseudonym);

    // As everywhere: what Twilio writes, and what an order must say.
    [GeneratedRegex(@"^\+[1-9][0-9]{4,14}\z", RegexOptions.None, 1000)]
    private static partial Regex E164();
}
