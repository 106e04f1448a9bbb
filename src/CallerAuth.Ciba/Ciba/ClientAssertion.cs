using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
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

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly Lazy<SigningCredentials> _credentials = new(() => Load(options.Value));

    /// <returns>The assertion in the characters of a compact JWS, all of them unreserved in a form.</returns>
    public byte[] Create()
    {
        var now = timeProvider.GetUtcNow().UtcDateTime;
        var clientId = options.Value.ClientId;

        return Encoding.ASCII.GetBytes(_handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = options.Value.ExpectedIssuer,
            IssuedAt = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Sub] = clientId,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
            },
            SigningCredentials = _credentials.Value,
        }));
    }

    private static SigningCredentials Load(CibaOptions options) =>
        SigningKey.TryLoad(options, out var credentials, out var fault)
            ? credentials
            : throw new InvalidOperationException($"{CibaOptions.Section}:{nameof(CibaOptions.PrivateKeyPath)}: {fault}");
}
