using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Agents.Access;

/// <summary>A key for the API: <c>cak_</c>, so that scanners for leaked secrets can know it, and 256 random bits.</summary>
internal static class ApiKey
{
    public const string Prefix = "cak_";

    private const int Bytes = 32;
    private const int NameMax = 40;

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Every hash is looked at in full, so the time it takes says nothing.</summary>
    public static ApiKeyOptions? Find(IEnumerable<ApiKeyOptions> keys, string shown)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        ApiKeyOptions? found = null;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(key.Sha256)))
                found = key;
        }

        return found;
    }
}
