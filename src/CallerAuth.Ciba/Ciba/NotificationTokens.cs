using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>
/// The <c>client_notification_token</c> of a verification (CIBA Core §7.1), by which the provider proves that a notification is its own: the verification's id and a seal on it, 256 bits.
/// The seal's key is derived from <c>Privacy:NationalIdHashKey</c>, so every instance can check every token and none is stored.
/// </summary>
internal sealed class NotificationTokens(IOptions<PrivacyOptions> options)
{
    /// <summary>CIBA Core §7.1.</summary>
    public const int MaxLength = 1024;

    private const int SealLength = 32;

    private readonly Lazy<byte[]> _key = new(() => HKDF.DeriveKey(HashAlgorithmName.SHA256, options.Value.Key(), SealLength, info: "callerauth client_notification_token v1"u8.ToArray()));

    public string For(string verificationId)
    {
        var id = Encoding.UTF8.GetBytes(verificationId);
        return $"{Base64Url.EncodeToString(id)}.{Base64Url.EncodeToString(Seal(id))}";
    }

    /// <returns>False for any token that <see cref="For"/> has not made with this key.</returns>
    public bool TryRead(string token, [NotNullWhen(true)] out string? verificationId)
    {
        verificationId = null;
        if (token.Length > MaxLength || token.Split('.') is not [var idPart, var sealPart])
            return false;

        try
        {
            var id = Base64Url.DecodeFromChars(idPart);
            if (!CryptographicOperations.FixedTimeEquals(Seal(id), Base64Url.DecodeFromChars(sealPart)))
                return false;
            verificationId = Encoding.UTF8.GetString(id);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private byte[] Seal(byte[] id) => HMACSHA256.HashData(_key.Value, id);
}
