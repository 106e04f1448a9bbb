using CallerAuth.Identity;

namespace CallerAuth.Tests.Identity;

public class AuthReqIdTests
{
    [Theory]
    [InlineData("3857f8ff-21b9-48ae-a732-a3bd8128a7ae")]
    [InlineData("1c266114-a1be-4252-8ad1-04986c5b9ac1.A_z")]
    [InlineData("0")]
    public void An_id_of_the_allowed_characters_is_kept_as_it_is(string text) => Assert.Equal(text, AuthReqId.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a&b=c")]
    [InlineData("å")]
    [InlineData("a\n")]
    public void Anything_else_is_refused(string? text) => Assert.False(AuthReqId.TryParse(text, out _));

    [Fact]
    public void An_id_has_a_greatest_length()
    {
        Assert.True(AuthReqId.TryParse(new string('a', 1024), out _));
        Assert.False(AuthReqId.TryParse(new string('a', 1025), out _));
    }
}
