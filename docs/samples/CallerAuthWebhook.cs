using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace YourCompany.Calls;

/// <summary>Checks what CallerAuth posts. The body is what came, before anything has parsed it.</summary>
internal static class CallerAuthWebhook
{
    private const int ToleranceSeconds = 300;

    public static bool IsGenuine(IEnumerable<string> secrets, string id, string timestamp, string signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent) || Math.Abs(now.ToUnixTimeSeconds() - sent) > ToleranceSeconds)
            return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var given = signatures.Split(' ');
        foreach (var secret in secrets)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
            if (Array.Exists(given, one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected)))
                return true;
        }

        return false;
    }
}
