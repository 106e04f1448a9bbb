using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

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
    /// <param name="key">The auth token of the account the request claims to be for, in UTF-8.</param>
    /// <param name="url">The address as Twilio knows it, query included.</param>
    /// <param name="form">The fields as posted, neither trimmed nor renamed; null for none.</param>
    /// <param name="signature">The header, or null when there was none.</param>
    public static bool IsValid(ReadOnlySpan<byte> key, string? url, WebhookForm? form, string? signature)
    {
        // Anybody can sign with an empty key.
        if (key.IsEmpty || signature is not { Length: SignatureLength } || !TwilioAddress.IsAbsolute(url))
            return false;

        Span<byte> given = stackalloc byte[SignatureLength];
        if (!Encoding.UTF8.TryGetBytes(signature, given, out _))
            return false;
        // Nearly always it is the address as it stands, so the others are not even made.
        if (IsSignedAs(url, key, form, given))
            return true;
        foreach (var spelling in TwilioAddress.Parse(url)!.Spellings().Distinct(StringComparer.Ordinal))
        {
            if (IsSignedAs(spelling, key, form, given))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Checks a request with any other body, such as JSON: the address is signed without fields and carries the SHA-256 of the body.
    /// </summary>
    public static bool IsValidBody(ReadOnlySpan<byte> key, string? url, ReadOnlySpan<byte> body, string? signature)
    {
        if (BodyHash(url) is not { } hash || !IsValid(key, url, form: null, signature))
            return false;
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, actual);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(actual)), Encoding.UTF8.GetBytes(hash));
    }

    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1, which the collisions of plain SHA-1 do not break.")]
    private static bool IsSignedAs(string address, ReadOnlySpan<byte> key, WebhookForm? form, ReadOnlySpan<byte> given)
    {
        var most = Encoding.UTF8.GetMaxByteCount(address.Length) + (form?.SignedLength ?? 0);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        var signed = rented.AsSpan(0, most);
        try
        {
            var length = Encoding.UTF8.GetBytes(address, signed);
            length += form?.WriteSigned(signed[length..]) ?? 0;
            Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
            HMACSHA1.HashData(key, signed[..length], hash);
            Span<byte> signature = stackalloc byte[SignatureLength];
            Base64.EncodeToUtf8(hash, signature, out _, out _);
            return CryptographicOperations.FixedTimeEquals(signature, given);
        }
        finally
        {
            // Among the fields may be a national ID.
            CryptographicOperations.ZeroMemory(signed);
            ArrayPool<byte>.Shared.Return(rented);
        }
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
