using System.Text;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Wire;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Tests.Simulator;

public sealed class WireMaskTests
{
    private static readonly string Number = People.Norwegian(0).NationalId;

    [Fact]
    public void A_keyed_number_and_a_login_hint_are_masked_and_telephone_numbers_are_not()
    {
        Assert.Equal("••• (11 digits)", Mask.Field("Digits", Number));
        Assert.Equal("9", Mask.Field("Digits", "9"));
        Assert.Equal("sub:ssn:••• (11 digits)", Mask.Field("login_hint", $"sub:ssn:{Number}"));
        Assert.Equal("sub:ssn:••• (12 digits)", Mask.Field("login_hint", $"sub:ssn:{People.Astrid.NationalId}"));
        Assert.Equal("+4790000001", Mask.Field("From", "+4790000001"));
    }

    [Theory]
    [InlineData("socialno")]
    [InlineData("ssn")]
    public void An_id_token_is_opened_and_its_number_is_not_shown_in_any_form(string claim)
    {
        var token = $"{Part("""{"alg":"RS256","kid":"K1"}""")}.{Part($$"""{"name":"Kari Testmann","{{claim}}":"{{Number}}"}""")}.{Part("a signature of some length")}";

        var shown = Mask.Json($$"""{"id_token":"{{token}}","access_token":"6ae7c1c5-45b0-4c0c-a9ae-0f0a9d7be5f1"}""");

        Assert.Contains("Kari Testmann", shown, StringComparison.Ordinal);
        Assert.Contains("K1", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], shown, StringComparison.Ordinal);
        Assert.DoesNotContain("0f0a9d7be5f1", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_JSON_is_masked_like_a_field() => Assert.Equal("oops ••• (11 digits)", Mask.Json($"oops {Number}"));

    private static string Part(string json) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(json));
}
