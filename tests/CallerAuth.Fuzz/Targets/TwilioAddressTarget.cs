using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CallerAuth.Voice;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.Fuzz.Targets;

/// <summary>An address as a request brings it, and a signature over it.</summary>
internal static class TwilioAddressTarget
{
    /// <summary>The auth token of this run: no input can have been signed with it.</summary>
    public static readonly string AuthToken = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static readonly byte[] Key = Encoding.UTF8.GetBytes(AuthToken);

    private const int MostSpellings = 6;

    // Every character may become an escaped one of three bytes.
    private const int MostGrowth = 9;

    public static void Run(byte[] input) => Check(Input.Text(input));

    public static void Check(string url)
    {
        var address = TwilioAddress.Parse(url);
        Finding.Unless(!TwilioSignature.IsValid(Key, url, form: null, "L/OH5YylLD5NRKLltdqwSvS0BnU="), "somebody else's signature was accepted");
        Finding.Unless(TwilioSignature.IsValid(Key, url, form: null, Sign(url, [])) == address is not null, "a good signature was refused, or one of no address accepted");
        TwilioSignature.IsValidBody(Key, url, [], Sign(url, []));
        if (address is null)
            return;

        Finding.Unless(address.ToString() == url, "an address that does not read back");
        var spellings = address.Spellings().ToList();
        Finding.Unless(spellings.Count <= MostSpellings && spellings.All(spelling => spelling.Length <= (MostGrowth * url.Length) + 16), "more or longer spellings than needed");
        Finding.Unless(!TwilioSignature.IsValid(Key, url, form: null, Changed(Sign(url, []))), "a changed signature was accepted");
        Finding.Unless(!TwilioSignature.IsValid(Key, url, new WebhookForm(new System.Buffers.ReadOnlySequence<byte>("a=b"u8.ToArray())), Sign(url, [])), "a field that was not signed was accepted");
    }

    /// <summary>Twilio's rule, written down a second time: the address, then every key in ordinal order with its different values.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1.")]
    public static string Sign(string url, IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var signed = new StringBuilder(url);
        foreach (var (key, values) in form.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            foreach (var value in new SortedSet<string>(values.Count == 0 ? [""] : values.Select(value => value ?? ""), StringComparer.Ordinal))
                signed.Append(key).Append(value);
        }

        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(AuthToken), Encoding.UTF8.GetBytes(signed.ToString())));
    }

    public static string Changed(string signature) => (signature[0] == 'A' ? 'B' : 'A') + signature[1..];
}
