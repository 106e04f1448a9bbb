using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Computes X-Twilio-Signature as Twilio's servers do (twilio.com/docs/usage/webhooks/webhooks-security).</summary>
internal static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    public static string Compute(string authToken, string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        var text = new StringBuilder(url);
        foreach (var field in form.GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            foreach (var value in field.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append(field.Key).Append(value);
        }

#pragma warning disable CA5350 // Twilio's signature is HMAC-SHA1 by its own specification.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5350
    }

    /// <summary>The URL that is signed: without user info and fragment; the port is left out over https and kept over http.</summary>
    public static string SignedUrl(Uri url)
    {
        var port = url.Scheme == Uri.UriSchemeHttps || url.IsDefaultPort ? "" : $":{url.Port}";
        return $"{url.Scheme}://{url.Host}{port}{url.PathAndQuery}";
    }
}
