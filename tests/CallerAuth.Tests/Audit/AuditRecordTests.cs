using System.Text.Json;
using CallerAuth.Audit;
using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Audit;

/// <summary>A record, as it is stored and as it is printed.</summary>
public class AuditRecordTests
{
    private static readonly AuditRecord Asked = new()
    {
        At = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
        VerificationId = "0712345678901234567890abcd",
        Line = "+4721000000",
        AskedBy = "ivr",
        EId = "no-bankid",
        Person = "00112233445566778899aabbccddeeff",
    };

    [Fact]
    public void It_is_one_line_of_JSON_under_the_names_on_the_page()
    {
        var json = JsonSerializer.Serialize(Asked.Ended("verified", "urn:grn:authn:no:bankid", Asked.At.AddSeconds(12.5)) with { CallingNumber = "ff" }, AuditJson.Default.AuditRecord);

        Assert.Equal(
            """{"at":"2026-11-23T12:00:12.5+00:00","outcome":"verified","verification_id":"0712345678901234567890abcd","line":"\u002B4721000000","asked_by":"ivr","eid":"no-bankid","level":"urn:grn:authn:no:bankid","duration_ms":12500,"person":"00112233445566778899aabbccddeeff","calling_number":"ff"}""",
            json);
        var page = File.ReadAllText(Repository.PathOf("docs", "audit.md"));
        Assert.All(JsonDocument.Parse(json).RootElement.EnumerateObject(), member => Assert.Contains($"| `{member.Name}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_call_that_was_placed_is_one_line_too_and_holds_nobody()
    {
        var ordered = new AuditRecord { At = Asked.At, Line = "+46101000000", AskedBy = "system:crm", CallSid = "CA1", CalledNumber = "ff" };

        var json = JsonSerializer.Serialize(ordered.Ended("call_placed", null, Asked.At.AddSeconds(1)), AuditJson.Default.AuditRecord);

        Assert.Equal(
            """{"at":"2026-11-23T12:00:01+00:00","outcome":"call_placed","call_sid":"CA1","line":"\u002B46101000000","asked_by":"system:crm","duration_ms":1000,"called_number":"ff"}""",
            json);
        var page = File.ReadAllText(Repository.PathOf("docs", "audit.md"));
        Assert.All(JsonDocument.Parse(json).RootElement.EnumerateObject(), member => Assert.Contains($"| `{member.Name}` |", page, StringComparison.Ordinal));
        Assert.Contains(" CA1 ", AuditTable.Row(ordered), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_outcome_is_on_the_page()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "audit.md"));

        var words = typeof(AuditOutcome).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.All([.. words, AuditOutcome.Failed("…")], word => Assert.Contains($"| `{word}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_clock_that_went_backwards_makes_no_negative_duration() =>
        Assert.Equal(0, Asked.Ended("declined", null, Asked.At.AddSeconds(-3)).DurationMs);

    [Fact]
    public void It_does_not_print_who_it_is_about() => Assert.DoesNotContain(Asked.Person!, Asked.ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_row_obeys_nobody_elses_control_characters()
    {
        var row = AuditTable.Row(Asked.Ended("failed:\u001b[2J\r\n", null, Asked.At));

        Assert.DoesNotContain(row, char.IsControl);
        Assert.Contains("failed:?[2J??", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(1, true)]
    [InlineData(3660, true)]
    [InlineData(3661, false)]
    public void A_trail_is_kept_for_a_day_at_least_and_not_for_ever(double days, bool good) =>
        Assert.Equal(good ? [] : ["Audit:Keep"], Faults.KeysIn(new AuditOptionsValidator(), new AuditOptions { Keep = TimeSpan.FromDays(days) }));
}
