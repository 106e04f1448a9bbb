using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.Voice;

/// <summary>
/// Tells whether a request was signed by Twilio: X-Twilio-Signature is the HMAC-SHA1, keyed with the account's auth token, of the address
/// and the form (https://www.twilio.com/docs/usage/webhooks/webhooks-security).
/// What Twilio writes down for an address is not consistent, so every spelling is tried that Twilio's own Node library tries.
/// </summary>
internal static class TwilioSignature
{
    /// <summary>A SHA-1 hash is 20 bytes, which are 28 characters of Base64.</summary>
    private const int SignatureLength = 28;

    private const string BodyHashParameter = "bodySHA256=";

    /// <summary>Checks a request with a form body; a GET has no form, its parameters are in the address.</summary>
    /// <param name="authToken">The auth token of the account the request claims to be for.</param>
    /// <param name="url">The address as Twilio knows it, query included.</param>
    /// <param name="form">The fields as posted, neither trimmed nor renamed.</param>
    /// <param name="signature">The header, or null when there was none.</param>
    public static bool IsValid(
        string? authToken, string? url, IEnumerable<KeyValuePair<string, StringValues>> form, string? signature)
    {
        // Anybody can sign with an empty key.
        if (string.IsNullOrEmpty(authToken) || signature is not { Length: SignatureLength } || TwilioAddress.Parse(url) is not { } address)
            return false;

        var given = Encoding.UTF8.GetBytes(signature);
        var key = Encoding.UTF8.GetBytes(authToken);
        var fields = SignedFields(form);
        foreach (var spelling in address.Spellings().Distinct(StringComparer.Ordinal))
        {
            if (CryptographicOperations.FixedTimeEquals(Sign(key, spelling, fields), given))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Checks a request with any other body, such as JSON: the address is signed without fields and carries the SHA-256 of the body.
    /// </summary>
    public static bool IsValidBody(string? authToken, string? url, ReadOnlySpan<byte> body, string? signature)
    {
        if (BodyHash(url) is not { } hash || !IsValid(authToken, url, [], signature))
            return false;
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, actual);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(actual)), Encoding.UTF8.GetBytes(hash));
    }

    /// <summary>
    /// Keys in ordinal order, each followed by its value; a key that was posted several times counts once for every different value.
    /// </summary>
    private static ReadOnlySpan<byte> SignedFields(IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var signed = new ArrayBufferWriter<byte>(1024);
        foreach (var (key, values) in form.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (values.Count <= 1)
            {
                Append(signed, key, values.ToString());
                continue;
            }
            foreach (var value in values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                Append(signed, key, value);
        }
        return signed.WrittenSpan;
    }

    private static void Append(ArrayBufferWriter<byte> signed, string key, string? value)
    {
        Encoding.UTF8.GetBytes(key, signed);
        Encoding.UTF8.GetBytes(value, signed);
    }

    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1, which the collisions of plain SHA-1 do not break.")]
    private static byte[] Sign(byte[] key, string address, ReadOnlySpan<byte> fields)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(address));
        hmac.AppendData(fields);
        return Encoding.UTF8.GetBytes(Convert.ToBase64String(hmac.GetHashAndReset()));
    }

    private static string? BodyHash(string? url)
    {
        var start = url?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (start < 0)
            return null;
        var query = url.AsSpan(start + 1);
        var end = query.IndexOf('#');
        foreach (var range in (end < 0 ? query : query[..end]).Split('&'))
        {
            var parameter = query[range];
            if (parameter.StartsWith(BodyHashParameter))
                return parameter[BodyHashParameter.Length..].ToString();
        }
        return null;
    }
}
