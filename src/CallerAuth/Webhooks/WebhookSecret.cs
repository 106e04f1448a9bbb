using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Webhooks;

/// <summary>A symmetric secret of the Standard Webhooks specification: <c>whsec_</c> and base64 of 24 to 64 random bytes.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static bool TryParse(string text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var key = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) || length is < 24 or > 64)
            return false;
        secret = new WebhookSecret(key[..length]);
        return true;
    }

    /// <summary>One signature of the <c>webhook-signature</c> header.</summary>
    /// <param name="id">Without full stops, which part the signed text.</param>
    /// <param name="timestamp">Seconds since 1970, of this attempt.</param>
    /// <param name="body">As it is sent, byte for byte.</param>
    public string Sign(string id, string timestamp, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    /// <summary>Masked.</summary>
    public override string ToString() => Prefix + "***";
}
