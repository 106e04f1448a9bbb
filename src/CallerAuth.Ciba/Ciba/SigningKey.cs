using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>The private key behind <c>private_key_jwt</c>, from a PEM (PKCS#8, PKCS#1 or SEC 1) or JWK file. Faults say what is wrong with the file and nothing of what is in it.</summary>
internal static class SigningKey
{
    private const int MaxFileLength = 64 * 1024;
    private const int MinRsaBits = 2048;
    private const string NistP256 = "1.2.840.10045.3.1.7";

    public static bool TryLoad(CibaOptions options, [NotNullWhen(true)] out SigningCredentials? credentials, [NotNullWhen(false)] out string? fault)
    {
        credentials = null;
        if (!TryReadText(options.PrivateKeyPath, out var text, out fault))
            return false;

        var (loaded, kid) = text.Contains("-----BEGIN", StringComparison.Ordinal) ? (FromPem(text), null) : FromJwk(text);
        using var key = loaded;
        fault = key is null ? FaultOf(text) : FaultIn(key, options.SigningAlgorithm);
        if (fault is not null)
            return false;

        // As parameters and not as an open key: many threads sign at once, and the library opens one for each.
        SecurityKey securityKey = key is RSA rsa
            ? new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true))
            : Jwk(((ECDsa)key!).ExportParameters(includePrivateParameters: true));
        securityKey.KeyId = options.KeyId.Length > 0 ? options.KeyId : kid ?? Base64UrlEncoder.Encode(securityKey.ComputeJwkThumbprint());
        credentials = new SigningCredentials(securityKey, options.SigningAlgorithm);
        return true;
    }

    private static JsonWebKey Jwk(ECParameters parameters) => new()
    {
        Kty = "EC",
        Crv = "P-256",
        X = Base64UrlEncoder.Encode(parameters.Q.X),
        Y = Base64UrlEncoder.Encode(parameters.Q.Y),
        D = Base64UrlEncoder.Encode(parameters.D),
    };

    private static bool TryReadText(string path, out string text, [NotNullWhen(false)] out string? fault)
    {
        text = "";
        fault = path.Length == 0 ? $"missing, and {ClientAuthentication.PrivateKeyJwt} needs it; write the path of a PEM or JWK file" : null;
        if (fault is not null)
            return false;

        try
        {
            if (!File.Exists(path))
                fault = $"no file at {path}; write the path of a PEM or JWK file";
            else if (!TryReadAtMost(path, MaxFileLength, out text))
                fault = $"the file at {path} is too big to be a key";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"the file at {path} cannot be read; check its permissions";
        }

        return fault is null;
    }

    // Counted while reading: a device says that it is empty and never ends.
    private static bool TryReadAtMost(string path, int most, out string text)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[most + 1];
        var length = reader.ReadBlock(buffer);
        text = new string(buffer, 0, Math.Min(length, most));
        Array.Clear(buffer);
        return length <= most;
    }

    private static string FaultOf(string text) =>
        text.Contains("ENCRYPTED", StringComparison.Ordinal)
            ? "the key is encrypted; write it without a passphrase into a file that only the service may read"
            : "the file holds no private key in PEM or JWK form";

    private static string? FaultIn(AsymmetricAlgorithm key, string algorithm) => (key, algorithm) switch
    {
        (RSA, "ES256") => "the file holds an RSA key, and ES256 needs an elliptic-curve key; change Ciba:SigningAlgorithm or the key",
        (ECDsa, not "ES256") => $"the file holds an elliptic-curve key, and {algorithm} needs an RSA key; change Ciba:SigningAlgorithm or the key",
        (RSA { KeySize: < MinRsaBits }, _) => $"the RSA key has {key.KeySize} bits; at least {MinRsaBits} are needed",
        (ECDsa ec, _) when ec.ExportParameters(false).Curve.Oid.Value != NistP256 => "the key is on another curve; ES256 needs P-256",
        _ => null,
    };

    private static AsymmetricAlgorithm? FromPem(string text) => Imported(RSA.Create(), rsa =>
    {
        rsa.ImportFromPem(text);
        rsa.ExportParameters(includePrivateParameters: true);
    }) ?? (AsymmetricAlgorithm?)Imported(ECDsa.Create(), ec =>
    {
        ec.ImportFromPem(text);
        ec.ExportParameters(includePrivateParameters: true);
    });

    private static (AsymmetricAlgorithm? Key, string? Kid) FromJwk(string text)
    {
        if (StrictJson.Object(Encoding.UTF8.GetBytes(text)) is not { } jwk)
            return (null, null);

        AsymmetricAlgorithm? key = StrictJson.TextOf(jwk, "kty") switch
        {
            "RSA" => Imported(RSA.Create(), rsa => rsa.ImportParameters(PrivateJwk.RsaParameters(jwk))),
            "EC" => Imported(ECDsa.Create(), ec => ec.ImportParameters(PrivateJwk.EcParameters(jwk))),
            _ => null,
        };
        return (key, StrictJson.TextOf(jwk, "kid") is { Length: > 0 } kid ? kid : null);
    }

    private static T? Imported<T>(T algorithm, Action<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(algorithm);
            return algorithm;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FormatException)
        {
            algorithm.Dispose();
            return null;
        }
    }
}
