using System.Buffers.Text;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CsCheck;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Ciba;

public class NotificationTokensTests
{
    private const string Id = "0a3f9c0d1e2b4a5968778695a4";

    private readonly NotificationTokens _tokens = With(1);

    [Fact]
    public void A_token_tells_its_verification()
    {
        Assert.True(_tokens.TryRead(_tokens.For(Id), out var id));

        Assert.Equal(Id, id);
    }

    [Fact]
    public void It_is_a_bearer_token_that_the_specification_allows()
    {
        var token = _tokens.For(Id);

        Assert.Matches("^[A-Za-z0-9._-]+$", token);
        Assert.InRange(token.Length, 22, NotificationTokens.MaxLength);
        Assert.Equal(32, Base64Url.DecodeFromChars(token.Split('.')[1]).Length);
    }

    [Fact]
    public void Another_instance_with_the_same_key_knows_it_and_one_with_another_does_not()
    {
        Assert.True(With(1).TryRead(_tokens.For(Id), out _));
        Assert.False(With(2).TryRead(_tokens.For(Id), out _));
    }

    [Fact]
    public void One_seal_does_not_fit_another_verification()
    {
        var (mine, other) = (_tokens.For(Id).Split('.'), _tokens.For("0a3f9c0d1e2b4a5968778695a5").Split('.'));

        Assert.False(_tokens.TryRead($"{mine[0]}.{other[1]}", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c")]
    [InlineData("MDA")]
    [InlineData("MDA.")]
    [InlineData("!.!")]
    [InlineData("å.ä")]
    public void What_is_no_token_is_none(string token) => Assert.False(_tokens.TryRead(token, out _));

    [Fact]
    public void No_change_goes_unnoticed()
    {
        var token = _tokens.For(Id);

        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."]).Sample((at, c) =>
        {
            var changed = $"{token[..at]}{c}{token[(at + 1)..]}";
            Assert.Equal(changed == token, _tokens.TryRead(changed, out _));
        });
    }

    private static NotificationTokens With(byte key) =>
        new(Options.Create(new PrivacyOptions { NationalIdHashKey = Convert.ToBase64String([.. Enumerable.Repeat(key, PrivacyOptions.MinimumKeyLength)]) }));
}
