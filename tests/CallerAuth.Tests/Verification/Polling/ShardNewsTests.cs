using CallerAuth.Identity;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;

namespace CallerAuth.Tests.Verification.Polling;

/// <summary>What stands in the store is read with care: one odd entry does not hide the others.</summary>
public class ShardNewsTests
{
    private static readonly VerificationId Id = VerificationId.New(NationalIdHash.Parse(new string('0', 64)));

    [Fact]
    public void Odd_entries_are_passed_over()
    {
        var news = ShardNews.Read(1_000, ["", ":", "begun", "begun:x", $"begun:{Id}:soon", $"begun:{Id}", $"cancelled:{Id}", $"notified:{Id}", $"sung:{Id}"]);

        Assert.Equal([Id], news.Begun);
        Assert.Equal([Id], news.Cancelled);
        Assert.Equal([Id], news.Notified);
    }

    [Theory]
    [InlineData("1700000000000:3000:2", true)]
    [InlineData("1700000000000:0:2", false)]
    [InlineData("1700000000000:3000:9", false)]
    [InlineData("soon:3000:2", false)]
    [InlineData("1700000000000:99999999999999:2", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_change_is_read_whole_or_not_at_all(string? stored, bool isRead) => Assert.Equal(isRead, ChangeEntry.Read(stored) is not null);

    [Theory]
    [InlineData("7:ffff:1700000000000", true)]
    [InlineData("7:0:1700000000000", false)]
    [InlineData("7:zz:1700000000000", false)]
    [InlineData("", false)]
    [InlineData("7:ffff", false)]
    public void A_beat_says_which_shards_are_claimed_and_a_garbled_one_claims_none(string text, bool claims) =>
        Assert.Equal(claims, InstanceBeat.Read(text).Claims(5));

    [Fact]
    public void A_beat_is_read_as_it_was_written() =>
        Assert.Equal((0x8001UL, 42L), (InstanceBeat.Read(InstanceBeat.Write(9, 0x8001) + ":42").Shards, InstanceBeat.Read(InstanceBeat.Write(9, 0x8001) + ":42").At));
}
