using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>The public half of the signing key as a JWK set (RFC 7517 §5), for the provider to register. Holds no private member.</summary>
internal static class PublicJwks
{
    public static string Of(SigningCredentials credentials)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            writer.WriteStartObject();
            WriteKey(writer, credentials.Key);
            writer.WriteString("use", "sig");
            writer.WriteString("alg", credentials.Algorithm);
            writer.WriteString("kid", credentials.Key.KeyId);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Written member by member, so that no private one comes along.
    private static void WriteKey(Utf8JsonWriter writer, SecurityKey key)
    {
        switch (key)
        {
            case RsaSecurityKey rsa:
                writer.WriteString("kty", "RSA");
                writer.WriteString("n", Base64UrlEncoder.Encode(rsa.Parameters.Modulus));
                writer.WriteString("e", Base64UrlEncoder.Encode(rsa.Parameters.Exponent));
                break;
            case JsonWebKey { Kty: "EC" } ec:
                writer.WriteString("kty", "EC");
                writer.WriteString("crv", ec.Crv);
                writer.WriteString("x", ec.X);
                writer.WriteString("y", ec.Y);
                break;
            default:
                throw new ArgumentException("Not a key that signs client assertions.", nameof(key));
        }
    }
}
