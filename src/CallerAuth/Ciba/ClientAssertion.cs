using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>
/// A signed statement that it is we who ask (RFC 7523, <c>private_key_jwt</c>): fresh for every request, addressed to the issuer (CIBA Core §7.1), spent after one use.
/// Written by hand (RFC 7515 §7.1), as nothing of it changes but its times and its name; tests read it with the library.
/// </summary>
internal sealed class ClientAssertion(IOptions<CibaOptions> options, TimeProvider timeProvider) : IDisposable
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Idura takes up to five minutes; two outlive the longest poll and a clock that is a little off.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly Lazy<AssertionSigner> _signer = new(() => Load(options.Value));
    private byte[]? _header;

    /// <returns>The assertion in the characters of a compact JWS, all of them unreserved in a form.</returns>
    public byte[] Create()
    {
        var signer = _signer.Value;
        var header = _header ??= Header(signer);
        var payload = Payload();

        var signed = new byte[header.Length + 1 + Base64Url.GetEncodedLength(payload.Length)];
        header.CopyTo(signed, 0);
        signed[header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, signed.AsSpan(header.Length + 1));
        return [.. signed, (byte)'.', .. Base64Url.EncodeToUtf8(signer.Sign(signed))];
    }

    public void Dispose()
    {
        if (_signer.IsValueCreated)
            _signer.Value.Dispose();
    }

    private static byte[] Header(AssertionSigner signer) => Base64Url.EncodeToUtf8(Json(json =>
    {
        json.WriteString("alg", signer.Algorithm);
        json.WriteString("kid", signer.KeyId);
        json.WriteString("typ", "JWT");
    }));

    private ReadOnlySpan<byte> Payload() => Json(json =>
    {
        var now = timeProvider.GetUtcNow();
        json.WriteString("iss", options.Value.ClientId);
        json.WriteString("sub", options.Value.ClientId);
        json.WriteString("aud", options.Value.ExpectedIssuer);
        json.WriteString("jti", Guid.NewGuid().ToString("N"));
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
    });

    private static ReadOnlySpan<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static AssertionSigner Load(CibaOptions options) =>
        SigningKey.TryLoad(options, out var signer, out var fault)
            ? signer
            : throw new InvalidOperationException($"{CibaOptions.Section}:{nameof(CibaOptions.PrivateKeyPath)}: {fault}");
}
