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

    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, VerificationRow.Write(Full).Length).Except([VerificationRow.Write(Bare with { BirthDateHash = Full.BirthDateHash }).Length])];

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.Equal(Full, VerificationRow.Read(VerificationRow.Write(Full)));
        Assert.Equal(Bare, VerificationRow.Read(VerificationRow.Write(Bare)));
    }

    [Fact]
    public void A_row_is_small() => Assert.InRange(VerificationRow.Write(Full).Length, 0, 200);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_row_that_breaks_off_is_refused(int length) => Assert.Throws<FormatException>(() => VerificationRow.Read(VerificationRow.Write(Full)[..length]));

    [Fact]
    public void A_row_of_another_version_or_with_more_in_it_is_refused()
    {
        var row = VerificationRow.Write(Full);

        Assert.Throws<FormatException>(() => VerificationRow.Read([.. row, 0]));
        Assert.Throws<FormatException>(() => VerificationRow.Read([1, .. row[1..]]));
        Assert.Throws<FormatException>(() => VerificationRow.Read(Enumerable.Repeat((byte)0xff, 64).ToArray()));
    }
}
