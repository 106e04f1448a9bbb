using System.Collections.Concurrent;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Simulator.Provider;

/// <summary>Finds out which client asks, truly: an assertion's signature, audience, life and single use, or a secret (OIDC Core 9).</summary>
internal sealed class ClientAuthenticator(TimeProvider time)
{
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    // Ids are kept until their assertions have run out; a load test would otherwise fill the memory.
    private const int SweepEvery = 10_000;

    private static readonly TimeSpan AssertionLifeMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, RegisteredClient> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTime> _usedIds = new(StringComparer.Ordinal);
    private int _accepted;

    public void Register(RegisteredClient client) => _clients[client.ClientId] = client;

    public async Task<(RegisteredClient? Client, ProtocolError? Error)> AuthenticateAsync(HttpRequest request, IFormCollection form, string issuer)
    {
        var ways = (form.ContainsKey("client_assertion") ? 1 : 0) + (form.ContainsKey("client_secret") ? 1 : 0) + (request.Headers.ContainsKey("Authorization") ? 1 : 0);
        if (ways != 1)
            return Refused("exactly one way of client authentication is required");
        if (form.ContainsKey("client_assertion"))
            return await ByAssertionAsync(form, issuer);
        return form.ContainsKey("client_secret")
            ? BySecret(form["client_id"].ToString(), form["client_secret"].ToString())
            : ByBasic(request.Headers.Authorization.ToString());
    }

    private async Task<(RegisteredClient? Client, ProtocolError? Error)> ByAssertionAsync(IFormCollection form, string issuer)
    {
        if (form["client_assertion_type"] != JwtBearer)
            return Refused("client_assertion_type must be jwt-bearer");

        var assertion = form["client_assertion"].ToString();
        var handler = new JsonWebTokenHandler { MapInboundClaims = false };
        if (!handler.CanReadToken(assertion))
            return Refused("client_assertion is not a JWT");

        var claimed = handler.ReadJsonWebToken(assertion);
        if (Find(claimed.Issuer) is not { PublicKey: not null } client)
            return Refused("iss is no client with a registered key");
        if (claimed.Subject != client.ClientId)
            return Refused("sub must equal iss");

        var now = time.GetUtcNow().UtcDateTime;
        var result = await handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidIssuer = client.ClientId,
            ValidAudience = issuer,
            IssuerSigningKeys = client.Keys,
            TryAllIssuerSigningKeys = claimed.Kid is null,
            ValidAlgorithms = ["RS256"],
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => until is not null && until > now && (from is null || from <= now + Skew),
        });
        if (!result.IsValid)
            return Refused($"client_assertion was not accepted: {result.Exception.GetType().Name}");

        // iat is not required by RFC 7523; without it the life is counted from now.
        var issued = claimed.IssuedAt == DateTime.MinValue ? now : claimed.IssuedAt;
        if (claimed.ValidTo - issued > AssertionLifeMax)
            return Refused("client_assertion lives longer than five minutes");
        if (string.IsNullOrEmpty(claimed.Id) || !_usedIds.TryAdd(claimed.Id, claimed.ValidTo))
            return Refused("jti is missing or was used before");
        if (Interlocked.Increment(ref _accepted) % SweepEvery == 0)
            Forget(now);
        return (client, null);
    }

    private (RegisteredClient? Client, ProtocolError? Error) ByBasic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return Refused("Authorization must be Basic");

        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), buffer, out var length))
            return Refused("Authorization is not Base64");

        // RFC 6749 2.3.1: both halves are form-urlencoded before Base64.
        var halves = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return halves.Length == 2
            ? BySecret(Decoded(halves[0]), Decoded(halves[1]))
            : Refused("Authorization has no colon");
    }

    private (RegisteredClient? Client, ProtocolError? Error) BySecret(string clientId, string secret) =>
        Find(clientId) is { Secret: { Length: > 0 } known } client && known == secret ? (client, null) : Refused("client id or secret is wrong");

    private void Forget(DateTime now)
    {
        foreach (var (id, _) in _usedIds.Where(used => used.Value < now))
            _usedIds.TryRemove(id, out _);
    }

    private RegisteredClient? Find(string clientId) => _clients.GetValueOrDefault(clientId);

    private static string Decoded(string half) => Uri.UnescapeDataString(half.Replace('+', ' '));

    private static (RegisteredClient? Client, ProtocolError? Error) Refused(string description) => (null, ProtocolError.InvalidClient(description));
}
