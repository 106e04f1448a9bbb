using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>
/// A secret that must not come out anywhere, in every form in which it might: as it is, grouped, escaped for JSON, XML or a URL, in hex,
/// in base64 at any offset, in UTF-16, or hashed without a key (which for eleven digits is no secret).
/// </summary>
internal sealed class Canary
{
    // A form cut shorter than this would be found by chance in what is sealed or random.
    private const int SurelyNoChance = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<(string Form, Regex Pattern)> _asText = [];
    private readonly List<(string Form, Regex Pattern)> _asBytes = [];

    private Canary(string name) => Name = name;

    /// <summary>What the secret is, for a report; not the secret itself.</summary>
    public string Name { get; }

    /// <summary>A national ID; a Swedish one also without its century, as people write it.</summary>
    public static Canary OfNationalId(string digits)
    {
        var canary = new Canary("national ID");
        canary.AddDigits("national ID", digits);
        if (digits.Length == 12)
            canary.AddDigits("national ID without century", digits[2..]);
        return canary;
    }

    public static Canary OfCallingNumber(string number)
    {
        var canary = new Canary("calling number");
        canary.AddDigits("calling number", number.TrimStart('+'));
        return canary;
    }

    /// <summary>Words that follow each other, whatever stands between: a space, a pause, quotes and a comma.</summary>
    public static Canary OfWords(string name, string words)
    {
        var canary = new Canary(name);
        canary.AddText(name, string.Join(@".{0,40}?", words.Split(' ').Select(Regex.Escape)));
        // With markup between them, as they are spoken; whole words only, so far apart.
        canary.AddText(name, string.Join(@".{0,120}?", words.Split(' ').Select(word => $@"\b{Regex.Escape(word)}\b")));
        canary.AddBytes(name, words);
        return canary;
    }

    /// <summary>Anything else that is long enough to be like nothing else: a token, an id.</summary>
    public static Canary Of(string name, string secret)
    {
        var canary = new Canary(name);
        canary.AddText(name, Regex.Escape(secret));
        canary.AddBytes(name, secret);
        return canary;
    }

    /// <returns>The forms in which the secret is there; empty when it is not.</returns>
    public IReadOnlyList<string> FormsIn(string text)
    {
        var readings = Readings(text);
        return
        [
            .. _asText.Where(form => readings.Any(form.Pattern.IsMatch)).Select(form => form.Form),
            .. _asBytes.Where(form => form.Pattern.IsMatch(text)).Select(form => form.Form),
        ];
    }

    // The text as it stands, and as a reader of JSON, of a URL or form, and of XML would see it.
    private static IReadOnlyList<string> Readings(string text)
    {
        List<string> readings = [text];
        if (text.Contains('\\', StringComparison.Ordinal))
            readings.Add(Regex.Replace(text, @"\\u(?<code>[0-9a-fA-F]{4})", escape => ((char)Convert.ToInt32(escape.Groups["code"].Value, 16)).ToString(), RegexOptions.ExplicitCapture, Patience));
        if (text.AsSpan().ContainsAny('%', '+'))
            readings.Add(WebUtility.UrlDecode(text));
        if (text.Contains('&', StringComparison.Ordinal))
            readings.Add(WebUtility.HtmlDecode(text));
        return readings;
    }

    private void AddDigits(string name, string digits)
    {
        AddText(name, string.Join(@"[^0-9A-Za-z]{0,3}", digits.AsEnumerable()));
        AddBytes(name, digits);
        var ascii = Encoding.ASCII.GetBytes(digits);
        AddBinary(name + ", hashed without a key (SHA-256)", SHA256.HashData(ascii));
#pragma warning disable CA5350, CA5351 // Nobody is protected by them: they are what is looked for.
        AddBinary(name + ", hashed without a key (SHA-1)", SHA1.HashData(ascii));
        AddBinary(name + ", hashed without a key (MD5)", MD5.HashData(ascii));
#pragma warning restore CA5350, CA5351
    }

    private void AddBytes(string name, string text)
    {
        AddBinary(name + ", UTF-8", Encoding.UTF8.GetBytes(text));
        // The last zero belongs to the last character in little-endian only; without it big-endian is found too.
        AddBinary(name + ", UTF-16", Encoding.Unicode.GetBytes(text)[..^1]);
    }

    private void AddText(string form, string pattern) =>
        _asText.Add((form, new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, Patience)));

    private void AddBinary(string form, byte[] bytes)
    {
        // 3137…, 31-37…, \x31\x37…, %31%37…, 0x31, 0x37…
        AddAsBytes(form + " in hex", string.Join(@"(?:0x|\\x|[^0-9A-Za-z]){0,4}", bytes.Select(value => value.ToString("x2", null))), RegexOptions.IgnoreCase);
        AddAsBytes(form + " as raw bytes", string.Concat(bytes.Select(value => $@"\x{value:x2}")));
        for (var offset = 0; offset < 3; offset++)
        {
            if (Base64At(offset, bytes) is not { Length: >= SurelyNoChance } inner)
                continue;
            AddAsBytes($"{form} in base64 at offset {offset}", Regex.Escape(inner));
            var forUrls = inner.Replace('+', '-').Replace('/', '_');
            if (forUrls != inner)
                AddAsBytes($"{form} in base64url at offset {offset}", Regex.Escape(forUrls));
        }
    }

    private void AddAsBytes(string form, string pattern, RegexOptions options = RegexOptions.None) =>
        _asBytes.Add((form, new Regex(pattern, options | RegexOptions.CultureInvariant, Patience)));

    /// <summary>The characters of base64 that depend on these bytes alone when others stand before and after them.</summary>
    private static string Base64At(int offset, byte[] bytes)
    {
        var whole = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        var first = (offset * 8 + 5) / 6;
        return whole[first..((offset + bytes.Length) * 8 / 6)];
    }
}
