using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>
/// Signs in the compact form of a JWS (RFC 7515 §7.1), thousands a second by one key: the header is written once for all.
/// The library's own writer takes half as long again as a signature of ES256; its signature is what we use of it.
/// </summary>
internal sealed class CompactJws
{
    private readonly byte[] _header;
    private readonly SignatureProvider _key;

    public CompactJws(SigningCredentials credentials)
    {
        _header = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(HeaderOf(credentials)) + ".");
        _key = credentials.Key.CryptoProviderFactory.CreateForSigning(credentials.Key, credentials.Algorithm);
    }

    /// <returns>Header, payload and signature, all of them in the characters of base64url and dots.</returns>
    public byte[] Sign(ReadOnlySpan<byte> payload)
    {
        var signed = new byte[_header.Length + Base64Url.GetEncodedLength(payload.Length)];
        _header.CopyTo(signed, 0);
        Base64Url.EncodeToUtf8(payload, signed.AsSpan(_header.Length));
        var signature = _key.Sign(signed);

        var jws = new byte[signed.Length + 1 + Base64Url.GetEncodedLength(signature.Length)];
        signed.CopyTo(jws, 0);
        jws[signed.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, jws.AsSpan(signed.Length + 1));
        return jws;
    }

    private static byte[] HeaderOf(SigningCredentials credentials) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["alg"] = credentials.Algorithm, ["kid"] = credentials.Kid, ["typ"] = "JWT" });
}
