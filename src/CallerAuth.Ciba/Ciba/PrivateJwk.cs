using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>The members of a private JWK (RFC 7518 §6) in the lengths .NET insists on: some tools drop leading zeros, some add one.</summary>
internal static class PrivateJwk
{
    public static RSAParameters RsaParameters(JsonElement jwk)
    {
        var modulus = Decode(jwk, "n", 0);
        var half = (modulus.Length + 1) / 2;
        return new RSAParameters
        {
            Modulus = modulus,
            Exponent = Decode(jwk, "e", 0),
            D = Decode(jwk, "d", modulus.Length),
            P = Decode(jwk, "p", half),
            Q = Decode(jwk, "q", half),
            DP = Decode(jwk, "dp", half),
            DQ = Decode(jwk, "dq", half),
            InverseQ = Decode(jwk, "qi", half),
        };
    }

    public static ECParameters EcParameters(JsonElement jwk)
    {
        var (curve, length) = StrictJson.TextOf(jwk, "crv") switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            _ => throw new CryptographicException("Unknown curve."),
        };
        return new ECParameters
        {
            Curve = curve,
            D = Decode(jwk, "d", length),
            Q = new ECPoint { X = Decode(jwk, "x", length), Y = Decode(jwk, "y", length) },
        };
    }

    private static byte[] Decode(JsonElement jwk, string member, int length)
    {
        if (StrictJson.TextOf(jwk, member) is not { Length: > 0 } text)
            throw new CryptographicException("A member of the private key is missing.");

        var bytes = Base64UrlEncoder.DecodeBytes(text).AsSpan().TrimStart((byte)0).ToArray();
        return bytes.Length >= length ? bytes : [.. new byte[length - bytes.Length], .. bytes];
    }
}
