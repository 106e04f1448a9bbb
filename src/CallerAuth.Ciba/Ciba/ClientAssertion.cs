using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>
/// A signed statement that it is we who ask (RFC 7523, <c>private_key_jwt</c>): fresh for every request, addressed to the issuer (CIBA Core §7.1), spent after one use.
/// </summary>
internal sealed class ClientAssertion(IOptions<CibaOptions> options, TimeProvider timeProvider)
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Idura takes up to five minutes; two outlive the longest poll and a clock that is a little off.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly Lazy<CompactJws> _signer = new(() => new CompactJws(Load(options.Value)));

    /// <returns>The assertion in the characters of a compact JWS, all of them unreserved in a form.</returns>
    public byte[] Create()
    {
        var statement = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(statement))
            Write(json);
        return _signer.Value.Sign(statement.WrittenSpan);
    }

    private void Write(Utf8JsonWriter json)
    {
        var now = timeProvider.GetUtcNow();
        json.WriteStartObject();
        json.WriteString("iss"u8, options.Value.ClientId);
        json.WriteString("sub"u8, options.Value.ClientId);
        json.WriteString("aud"u8, options.Value.ExpectedIssuer);
        json.WriteString("jti"u8, Guid.NewGuid());
        json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
        json.WriteNumber("exp"u8, (now + Lifetime).ToUnixTimeSeconds());
        json.WriteEndObject();
    }

    private static SigningCredentials Load(CibaOptions options) =>
        SigningKey.TryLoad(options, out var credentials, out var fault)
            ? credentials
            : throw new InvalidOperationException($"{CibaOptions.Section}:{nameof(CibaOptions.PrivateKeyPath)}: {fault}");
}
