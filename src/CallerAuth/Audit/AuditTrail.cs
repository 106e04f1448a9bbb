using System.Runtime.CompilerServices;
using System.Text.Json;
using CallerAuth.Identity;
using CallerAuth.Store;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Audit;

/// <summary>
/// The append-only memory of verifications, one list for each day. Whoever knows an outcome writes it, at least once: after a crash
/// a record may stand twice, recognisable by its verification or call, its outcome and who asked. A trail that cannot be written holds up no caller.
/// </summary>
internal sealed partial class AuditTrail(
    StoreConnection store, Keys keys, AuditPseudonyms pseudonyms, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditTrail> logger)
{
    /// <summary>KEYS day. ARGV record, time to live in ms.</summary>
    private const string Append = """
        redis.call('RPUSH', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
        """;

    private const int Page = 500;

    /// <summary>A caller may be waiting for what comes after.</summary>
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromMilliseconds(400);

    /// <summary>The beginning of a record, to be kept until the outcome is known.</summary>
    public AuditRecord Asked(string by, string line, string eid, string verificationId, NationalIdHash person, CallingNumberHash? callingNumber) => new()
    {
        At = time.GetUtcNow(),
        AskedBy = by,
        Line = line,
        EId = eid,
        VerificationId = verificationId,
        Person = pseudonyms.Of(person),
        CallingNumber = callingNumber is null ? null : pseudonyms.Of(callingNumber),
    };

    /// <summary>The same for a call that the company wants to have placed.</summary>
    public AuditRecord Ordered(string by, string line, string? eid, CallingNumberHash calledNumber) => new()
    {
        At = time.GetUtcNow(),
        AskedBy = by,
        Line = line,
        EId = eid,
        CalledNumber = pseudonyms.Of(calledNumber),
    };

    /// <summary>Writes the outcome of what was asked for.</summary>
    /// <param name="asked">Null where there is nothing to record.</param>
    /// <param name="level">The token's <c>acr</c>, when verified.</param>
    /// <returns>False when it could not be written.</returns>
    public async Task<bool> EndedAsync(AuditRecord? asked, string outcome, string? level = null)
    {
        if (asked is null || !options.Value.Enabled)
            return true;
        var record = asked.Ended(outcome, level, time.GetUtcNow());
        try
        {
            await store.Database.ScriptEvaluateAsync(
                    Append,
                    [keys.Audit(DayOf(record.At))],
                    [JsonSerializer.SerializeToUtf8Bytes(record, AuditJson.Default.AuditRecord), (long)options.Value.Keep.TotalMilliseconds])
                .WaitAsync(WaitAtMost, time);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps it from being written, the caller goes on; the log says what is missing.
        catch (Exception e)
        {
            NotWritten(e, record.Name, record.Outcome);
            return false;
        }
#pragma warning restore CA1031
    }

    /// <summary>The records of some days, oldest first; one that stands twice within a day is given once. Null stands for a line that is no record.</summary>
    public async IAsyncEnumerable<AuditRecord?> ReadAsync(DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var seen = new HashSet<(string, string, string)>();
            var lines = Array.Empty<RedisValue>();
            for (var start = 0L; start == 0 || lines.Length == Page; start += Page)
            {
                lines = await store.Database.ListRangeAsync(keys.Audit(day), start, start + Page - 1).WaitAsync(cancellationToken);
                foreach (var line in lines)
                {
                    var record = Read(line);
                    if (record is null || seen.Add((record.Name, record.Outcome, record.AskedBy)))
                        yield return record;
                }
            }
        }
    }

    public DateOnly Today => DayOf(time.GetUtcNow());

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private static AuditRecord? Read(RedisValue line)
    {
        try
        {
            return JsonSerializer.Deserialize((byte[])line!, AuditJson.Default.AuditRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(6001, LogLevel.Error, "The audit trail misses verification {Id}: {Outcome}")]
    private partial void NotWritten(Exception exception, string id, string outcome);
}
