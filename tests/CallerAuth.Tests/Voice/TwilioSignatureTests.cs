using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallerAuth.Voice;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.Tests.Voice;

public sealed class TwilioSignatureTests
{
    private const string Token = "12345";
    private const string Url = "https://example.com/myapp.php?foo=1&bar=2";
    private const string Signature = "L/OH5YylLD5NRKLltdqwSvS0BnU=";

    private static readonly Dictionary<string, StringValues> Form = new(StringComparer.Ordinal)
    {
        ["To"] = "+18005551212",
        ["CallSid"] = "CA1234567890ABCDE",
        ["Caller"] = "+14158675310",
        ["From"] = "+14158675310",
        ["Digits"] = "1234",
    };

    /// <summary>
    /// What Twilio's npm package (6.2.0) signs and accepts. Both files were written by it: one by hand-picked cases, one by chance, from
    /// addresses with odd hosts, ports, escapes and forms, signed in one spelling and seen in another.
    /// </summary>
    public static TheoryData<string> Vectors() => [.. ReadVectors().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Agrees_with_the_official_package(string name)
    {
        var vector = ReadVectors().Single(candidate => candidate.GetProperty("name").GetString() == name);
        var form = vector.GetProperty("params").EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Values(field.Value)));

        var valid = IsValid(Text(vector, "token"), Text(vector, "url"), Posted(form), Text(vector, "signature"));

        Assert.Equal(vector.GetProperty("valid").GetBoolean(), valid);
    }

    [Fact]
    public void The_example_of_the_documentation_is_valid() => Assert.True(IsValid(Token, Url, Posted(Form), Signature));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("L/OH5YylLD5NRKLltdqwSvS0Bn")]
    [InlineData("l/OH5YylLD5NRKLltdqwSvS0BnU=")]
    [InlineData("L/OH5YylLD5NRKLltdqwSvS0BnV=")]
    [InlineData(" L/OH5YylLD5NRKLltdqwSvS0BnU=")]
    [InlineData("L/OH5YylLD5NRKLltdqwSvS0BnU= ")]
    [InlineData("L/OH5YylLD5NRKLltdqwSvS0BnU=,L/OH5YylLD5NRKLltdqwSvS0BnU=")]
    [InlineData("ÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅ")]
    public void Any_other_signature_is_refused(string? signature) =>
        Assert.False(IsValid(Token, Url, Posted(Form), signature));

    [Fact]
    public void An_overlong_signature_is_refused() =>
        Assert.False(IsValid(Token, Url, Posted(Form), new string('A', 1_000_000)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_token_nothing_is_valid_not_even_a_signature_made_with_an_empty_key(string? token)
    {
        var signature = Sign("", Url, "");

        Assert.False(IsValid(token, Url, form: null, signature));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/voice/incoming")]
    [InlineData("https://")]
    [InlineData("://")]
    [InlineData("https://@:")]
    [InlineData("https://[::1")]
    [InlineData("https://example.com/%")]
    [InlineData("https://example.com/?%zz=%")]
    public void No_address_makes_it_throw(string? url) => Assert.False(IsValid(Token, url, Posted(Form), Signature));

    // No InlineData: attributes are stored as UTF-8, which has no half of a pair.
    [Fact]
    public void Half_a_surrogate_pair_makes_nothing_throw()
    {
        const string half = "\uD800OH5YylLD5NRKLltdqwSvS0BnU=";

        Assert.False(IsValid(half, "https://example.com/\uD800?\uD800=\uDC00&&=&'", form: null, half));
    }

    [Fact]
    public void A_changed_added_or_missing_field_is_refused()
    {
        var changed = new Dictionary<string, StringValues>(Form, StringComparer.Ordinal) { ["Digits"] = "1235" };
        var added = new Dictionary<string, StringValues>(Form, StringComparer.Ordinal) { ["A"] = "" };
        var missing = Form.Where(field => field.Key != "Digits");

        Assert.False(IsValid(Token, Url, Posted(changed), Signature));
        Assert.False(IsValid(Token, Url, Posted(added), Signature));
        Assert.False(IsValid(Token, Url, Posted(missing), Signature));
    }

    [Fact]
    public void A_field_that_came_more_than_once_counts_once_for_each_value_in_order()
    {
        var form = new[] { KeyValuePair.Create("MediaUrl", new StringValues(["b", "a", "b", null])) };

        var signature = Sign(Token, "https://example.com/v", "MediaUrlMediaUrlaMediaUrlb");

        Assert.True(IsValid(Token, "https://example.com/v", Posted(form), signature));
    }

    [Fact]
    public void An_address_is_valid_as_it_came_however_odd()
    {
        const string odd = "https://EXAMPLE.com/v?a=it's+x&b=%7e";

        Assert.True(IsValid(Token, odd, form: null, Sign(Token, odd, "")));
    }

    [Fact]
    public void A_JSON_body_is_valid_only_unchanged()
    {
        var body = """{"a":1}"""u8;
        var url = "https://example.com/v?x=1&bodySHA256=" + Convert.ToHexStringLower(SHA256.HashData(body));
        var signature = Sign(Token, url, "");

        Assert.True(IsValidBody(Token, url, body, signature));
        Assert.False(IsValidBody(Token, url, """{"a":2}"""u8, signature));
        Assert.False(IsValidBody(Token, url, [], signature));
        Assert.False(IsValidBody(Token, url + "0", body, signature));
        Assert.False(IsValidBody("other", url, body, signature));
        Assert.False(IsValidBody(Token, url, body, null));
    }

    [Theory]
    [InlineData("https://example.com/v")]
    [InlineData("https://example.com/v?bodySHA256")]
    [InlineData("https://example.com/v?bodySHA256=")]
    [InlineData("https://example.com/v?bodySHA256=é")]
    [InlineData("https://example.com/v#bodySHA256=00")]
    public void A_body_without_its_hash_in_the_address_is_refused(string url) =>
        Assert.False(IsValidBody(Token, url, "{}"u8, Sign(Token, url, "")));

    private static WebhookForm Posted(IEnumerable<KeyValuePair<string, StringValues>> form) => Webhook.Posted(form);

    private static string Sign(string token, string url, string fields) =>
#pragma warning disable CA5350 // The algorithm is Twilio's.
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(url + fields)));
#pragma warning restore CA5350

    private static bool IsValid(string? token, string? url, WebhookForm? form, string? signature) => TwilioSignature.IsValid(Key(token), url, form, signature);

    private static bool IsValidBody(string token, string? url, ReadOnlySpan<byte> body, string? signature) => TwilioSignature.IsValidBody(Key(token), url, body, signature);

    private static byte[] Key(string? token) => Encoding.UTF8.GetBytes(token ?? "");

    private static JsonElement[] ReadVectors() => [.. Read("signature-vectors.json"), .. Read("signature-random-vectors.json")];

    private static JsonElement[] Read(string file) =>
        JsonSerializer.Deserialize<JsonElement[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Twilio", "Data", file)))!;

    private static StringValues Values(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? new StringValues([.. value.EnumerateArray().Select(item => item.GetString())])
        : new StringValues(value.GetString());

    private static string? Text(JsonElement vector, string name) => vector.GetProperty(name).GetString();
}
