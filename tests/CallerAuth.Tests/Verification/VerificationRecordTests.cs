using System.Text.Json;
using CallerAuth.Audit;
using CallerAuth.Verification;

namespace CallerAuth.Tests.Verification;

/// <summary>A record comes back as it was written, in as few bytes as it takes; whatever else stands there is refused in one way.</summary>
public class VerificationRecordTests
{
    private static readonly VerificationRecord Full = new()
    {
        EId = "no-bankid",
        AuthReqId = "3857f8ff-21b9-48ae-a732-a3bd8128a7ae",
        NationalIdHash = new string('a', 64),
        BirthDateHash = new string('b', 64),
        Waiter = "call:CA0123456789abcdef0123456789abcdef",
        Asked = new AuditRecord
        {
            At = new DateTimeOffset(2026, 11, 23, 12, 0, 0, 123, TimeSpan.Zero),
            VerificationId = "",
            Line = "+4721000000",
            AskedBy = "ivr",
            EId = "no-bankid",
            Person = new string('c', 32),
            CallingNumber = new string('d', 32),
        },
    };

    private static readonly VerificationRecord Bare = Full with { BirthDateHash = null, Asked = null };

    public static TheoryData<string> Rows => new(
        "{}", "[]", "null", "\"row\"", "[1,2,3,4,5,6,7,8,9,10]",
        Write(Full).Replace("]", ",\"more\"]", StringComparison.Ordinal),
        Write(Full).Replace("\"no-bankid\"", "null", StringComparison.Ordinal),
        Write(Full).Replace("2026", "MMXXVI", StringComparison.Ordinal),
        Write(Bare).Replace(",null]", "]", StringComparison.Ordinal),
        Write(Bare).Replace("qqqq", "!!!!", StringComparison.Ordinal));

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.Equal(Full, Read(Write(Full)));
        Assert.Equal(Bare, Read(Write(Bare)));
    }

    [Fact]
    public void A_row_is_small() => Assert.InRange(Write(Full).Length, 0, 330);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Any_other_shape_is_refused(string row) => Assert.ThrowsAny<Exception>(() => Read(row) ?? throw new JsonException("nothing"));

    private static string Write(VerificationRecord record) => JsonSerializer.Serialize(record, VerificationJson.Default.VerificationRecord);

    private static VerificationRecord? Read(string row) => JsonSerializer.Deserialize(row, VerificationJson.Default.VerificationRecord);
}
