using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Identity;

public class CallingNumberHasherTests
{
    private const string Line = "+4721000000";

    private static readonly CallingNumberHasher Hasher = With(1);

    [Fact]
    public void A_number_is_recognised_whichever_line_it_calls() =>
        Assert.Equal(Hasher.Hash("+4790000001", Line), Hasher.Hash(" +4790000001", "+4721000001"));

    [Fact]
    public void Another_number_has_another_hash() => Assert.NotEqual(Hasher.Hash("+4790000001", Line), Hasher.Hash("+4790000002", Line));

    [Theory]
    [InlineData("")]
    [InlineData("anonymous")]
    [InlineData("Anonymous")]
    [InlineData("+266696687")]
    [InlineData("Restricted")]
    [InlineData("unavailable")]
    public void Those_who_withhold_their_number_are_one_on_each_line(string from)
    {
        Assert.Equal(Hasher.Hash("anonymous", Line), Hasher.Hash(from, Line));
        Assert.NotEqual(Hasher.Hash("anonymous", "+4721000001"), Hasher.Hash(from, Line));
    }

    [Fact]
    public void Another_key_gives_another_hash() => Assert.NotEqual(With(2).Hash("+4790000001", Line), Hasher.Hash("+4790000001", Line));

    [Fact]
    public void It_does_not_print_itself() => Assert.DoesNotContain(Hasher.Hash("+4790000001", Line).Value, Hasher.Hash("+4790000001", Line).ToString(), StringComparison.Ordinal);

    private static CallingNumberHasher With(byte first) => new(Options.Create(new PrivacyOptions { NationalIdHashKey = Convert.ToBase64String([first, .. new byte[31]]) }));
}
