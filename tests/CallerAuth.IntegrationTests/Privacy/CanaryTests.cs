using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>A search that finds nothing proves nothing unless it finds what was planted.</summary>
public class CanaryTests
{
    private const string Norwegian = "17912099997";
    private const string Swedish = "189001019802";
    private const string Words = "Grønn Åre";

    public static TheoryData<string, string> Planted => new()
    {
        { "plain", Norwegian },
        { "6+5", "179120 99997" },
        { "8+3", "17912099 997" },
        { "pairs", "17 91 20 99 99 7" },
        { "single", "1, 7, 9, 1, 2, 0, 9, 9, 9, 9, 7" },
        { "hyphen", "179120-99997" },
        { "dots", "17.91.20.99997" },
        { "no-break space", "179120\u00a099997" },
        { "in a number", "12317912099997456" },
        { "form", "login_hint=sub%3Assn%3A17912099997&scope=openid" },
        { "form with plus", "179120+99997" },
        { "URL-encoded space", "179120%2099997" },
        { "URL-encoded hyphen", "179120%2D99997" },
        { "URL-encoded all", string.Concat(Norwegian.Select(digit => $"%{(int)digit:X2}")) },
        { "URL-encoded some", "%31791209999%37" },
        { "JSON", """{"ssn":"17912099997"}""" },
        { "JSON escapes", """{"ssn":"\u0031\u0037912099997"}""" },
        { "JSON in JSON", JsonSerializer.Serialize(JsonSerializer.Serialize(new { ssn = Norwegian })) },
        { "XML decimal", string.Concat(Norwegian.Select(digit => $"&#{(int)digit};")) },
        { "XML hex", string.Concat(Norwegian.Select(digit => $"&#x{(int)digit:x};")) },
        { "base64", Convert.ToBase64String(Encoding.ASCII.GetBytes(Norwegian)) },
        { "base64 at 1", Convert.ToBase64String(Encoding.ASCII.GetBytes("x" + Norwegian + "yz")) },
        { "base64 at 2", Convert.ToBase64String(Encoding.ASCII.GetBytes("xx" + Norwegian + "y")) },
        { "base64 at 3", Convert.ToBase64String(Encoding.ASCII.GetBytes("xxx" + Norwegian + "yyy")) },
        { "base64url of JSON", System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"sub":"ÿþ?","socialno":"{{Norwegian}}"}""")) },
        { "base64 of UTF-16", Convert.ToBase64String(Encoding.Unicode.GetBytes("x" + Norwegian + "y")) },
        { "hex lower", Convert.ToHexStringLower(Encoding.ASCII.GetBytes("{" + Norwegian)) },
        { "hex upper", Convert.ToHexString(Encoding.ASCII.GetBytes("{" + Norwegian)) },
        { "hex with hyphens", BitConverter.ToString(Encoding.ASCII.GetBytes(Norwegian)) },
        { "hex of C", string.Concat(Norwegian.Select(digit => $"\\x{(int)digit:x2}")) },
        { "hex list", string.Join(", ", Norwegian.Select(digit => $"0x{(int)digit:x2}")) },
        { "UTF-16LE hex", Convert.ToHexString(Encoding.Unicode.GetBytes(Norwegian)) },
        { "UTF-16BE hex", Convert.ToHexStringLower(Encoding.BigEndianUnicode.GetBytes(Norwegian)) },
        { "UTF-16LE raw", Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(Norwegian)) },
        { "SHA-256", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Norwegian))) },
        { "SHA-256 in base64", Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Norwegian))) },
#pragma warning disable CA5350, CA5351 // They are what is looked for.
        { "SHA-1", Convert.ToHexString(SHA1.HashData(Encoding.ASCII.GetBytes(Norwegian))) },
        { "MD5", Convert.ToHexString(MD5.HashData(Encoding.ASCII.GetBytes(Norwegian))) },
#pragma warning restore CA5350, CA5351
    };

    public static TheoryData<string> PlantedWords =>
    [
        Words, "grønn åre", "<prosody rate=\"85%\">Grønn</prosody>\n        <break strength=\"x-strong\" />\n        <prosody rate=\"85%\">Åre</prosody>", "Grønn <break time=\"1s\"/> Åre", """["Grønn","Åre"]""", """{"words":"Gr\u00f8nn \u00C5re"}""", "Gr%C3%B8nn%20%C3%85re", "Gr%C3%B8nn+%C3%85re",
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Words)), Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Words + "yz")),
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes("xx" + Words + "y")), Convert.ToHexString(Encoding.UTF8.GetBytes(Words)),
        Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Words)), "Gr&#248;nn &#xC5;re",
    ];

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_national_id_is_found_in_every_form(string form, string planted)
    {
        Assert.True(Canary.OfNationalId(Norwegian).FormsIn($"before {planted} after").Count > 0, form);
        Assert.Empty(Canary.OfNationalId("17912099890").FormsIn($"before {planted} after"));
    }

    [Theory]
    [InlineData(Swedish)]
    [InlineData("9001019802")]
    [InlineData("900101-9802")]
    [InlineData("900101+9802")]
    [InlineData("18900101-9802")]
    [InlineData("OTAwMTAxOTgwMg==")]
    public void A_Swedish_one_is_found_without_its_century_too(string planted) => Assert.NotEmpty(Canary.OfNationalId(Swedish).FormsIn($"before {planted} after"));

    [Theory]
    [MemberData(nameof(PlantedWords))]
    public void Words_are_found_in_every_form(string planted)
    {
        Assert.NotEmpty(Canary.OfWords("words", Words).FormsIn($"before {planted} after"));
        Assert.Empty(Canary.OfWords("words", "Salt Fjord").FormsIn($"before {planted} after"));
    }

    [Theory]
    [InlineData("3857f8ff-21b9-4c4e-9a55-f8f3c63f8d3e")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl")]
    public void A_token_is_found_plain_and_wrapped(string token)
    {
        var canary = Canary.Of("token", token);

        Assert.NotEmpty(canary.FormsIn($"Bearer {token}"));
        Assert.NotEmpty(canary.FormsIn(Convert.ToBase64String(Encoding.ASCII.GetBytes("ab" + token))));
        Assert.Empty(canary.FormsIn("Bearer " + token[1..]));
    }

    [Theory]
    [InlineData("+4790000001")]
    [InlineData("tel:+47-90-00-00-01")]
    [InlineData("%2B4790000001")]
    public void A_calling_number_is_found(string planted) => Assert.NotEmpty(Canary.OfCallingNumber("+4790000001").FormsIn(planted));
}
