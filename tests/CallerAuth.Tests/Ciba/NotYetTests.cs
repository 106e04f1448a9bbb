using System.Text;
using CallerAuth.Ciba;
using CsCheck;

namespace CallerAuth.Tests.Ciba;

/// <summary>The short way to read a pending answer comes to what the long way comes to, or says nothing.</summary>
public class NotYetTests
{
    /// <summary>Pieces that make answers nearly right.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", " ", "\"error\"", "\"error_description\"", "\"authorization_pending\"", "\"slow_down\"", "\"access_denied\"", "\"error_uri\"", "\"\\u0065rror\"",
        "null", "1", "true", "\"å\"", "\"a\"", "\"error\":\"authorization_pending\"", "\"error_description\":\"x\"", "{\"error\":\"slow_down\"", "{}", "//", "\uFEFF",
    ];

    [Theory]
    [InlineData("""{"error":"authorization_pending"}""", "authorization_pending", null)]
    [InlineData(""" { "error_description" : "awaiting user identification" , "error" : "authorization_pending" } """, "authorization_pending", "awaiting user identification")]
    [InlineData("""{"error":"slow_down","error_uri":"https://example.com","trace":"1"}""", "slow_down", null)]
    public void The_plain_form_is_read(string json, string error, string? description) =>
        Assert.Equal(new NotYet(error, description), NotYet.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"error":"access_denied"}""")]
    [InlineData("""{"error":"authorization_pending","error":"access_denied"}""")]
    [InlineData("""{"error":"authorization_pending","error":"authorization_pending"}""")]
    [InlineData("""{"a":"1","error":"authorization_pending","a":"2"}""")]
    [InlineData("""{"error":"authorization_pending"}{"error":"access_denied"}""")]
    [InlineData("""{"error":"authorization_pending"} x""")]
    [InlineData("""{"error":"authorization_pending",}""")]
    [InlineData("""{"error":"authorization_pending" """)]
    [InlineData("""{"error":"authorization_pendin\u0067"}""")]
    [InlineData("""{"error":"authorization_pending","error_description":"venter på svar"}""")]
    [InlineData("""{"error":"authorization_pending","nested":{"error":"access_denied"}}""")]
    [InlineData("""{"error":"authorization_pending","error_description":null}""")]
    [InlineData("""{"a":"","b":"","c":"","d":"","e":"","f":"","g":"","h":"","error":"authorization_pending"}""")]
    public void Anything_else_is_left_to_the_long_way(string json) => Assert.Null(NotYet.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Both_ways_agree() => Gen.Int[0, Pieces.Length - 1].Array[0, 12].Sample(
        pieces =>
        {
            var json = Encoding.UTF8.GetBytes(string.Concat(pieces.Select(piece => Pieces[piece])));
            if (NotYet.Read(json) is not { } notYet)
                return;

            var longWay = new ProviderAnswer(400, StrictJson.Object(json), null, null);
            Assert.Equal((notYet.Error, notYet.Description), (longWay.Error, longWay.ErrorDescription));
        },
        iter: 200_000);
}
