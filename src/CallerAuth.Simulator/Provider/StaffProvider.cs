using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Simulator.Provider;

/// <summary>
/// The company's own OpenID provider, where agents sign in: authorization code with PKCE (OpenID Connect Core 3.1, RFC 7636). Its page
/// lists the made-up agents; a click signs one in. It has nothing to do with the provider that verifies callers.
/// </summary>
internal sealed class StaffProvider(TimeProvider time) : IDisposable
{
    public const string PathBase = "/staff";
    public const string ClientId = "callerauth-console";

    private const string SessionCookie = "staff";

    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StaffPerson> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _dismissed = new(StringComparer.Ordinal);
    private readonly Lazy<RSA> _key = new(() => RSA.Create(RunKeys.Staff));
    private readonly string _keyId = Guid.NewGuid().ToString("N");

    public string ClientSecret { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Takes all roles away from somebody; the next token says so.</summary>
    public void Dismiss(StaffPerson person) => _dismissed[person.Subject] = true;

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(PathBase);
        group.MapGet("/.well-known/openid-configuration", Discover);
        group.MapGet("/jwks", ShowKeys);
        group.MapGet("/authorize", (HttpContext context) => SignedIn(context) is { } person
            ? Send(context, person)
            : Results.Content(Page(context.Request.QueryString.Value ?? ""), "text/html; charset=utf-8"));
        group.MapPost("/authorize", (Delegate)AuthorizeAsync);
        group.MapPost("/token", (Delegate)TokenAsync);
        group.MapGet("/end-session", (Delegate)EndSessionAsync);
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
            _key.Value.Dispose();
    }

    private static IResult Discover(HttpContext context)
    {
        var issuer = Issuer(context);
        return Results.Json(new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{issuer}/token",
            ["end_session_endpoint"] = $"{issuer}/end-session",
            ["jwks_uri"] = $"{issuer}/jwks",
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post"),
        });
    }

    private IResult ShowKeys()
    {
        var key = _key.Value.ExportParameters(includePrivateParameters: false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = _keyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
    }

    private async Task<IResult> AuthorizeAsync(HttpContext context)
    {
        var who = (await context.Request.ReadFormAsync(context.RequestAborted))["who"].ToString();
        var person = StaffPerson.All.FirstOrDefault(person => person.Subject == who);
        if (person is not null)
        {
            var session = Guid.NewGuid().ToString("N");
            _sessions[session] = person;
            context.Response.Cookies.Append(SessionCookie, session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = PathBase });
        }

        return Send(context, person);
    }

    private StaffPerson? SignedIn(HttpContext context) =>
        context.Request.Cookies[SessionCookie] is { } session && _sessions.TryGetValue(session, out var person) ? person : null;

    private IResult Send(HttpContext context, StaffPerson? person)
    {
        var query = context.Request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length == 0
            || !Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirect) || !redirect.IsLoopback)
        {
            return Results.BadRequest("not a request of the console");
        }

        if (person is null)
            return Results.Redirect($"{redirect}?error=access_denied&state={Uri.EscapeDataString(query["state"].ToString())}");
        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        _grants[code] = new Grant(person, redirect.ToString(), query["code_challenge"].ToString(), query["nonce"].ToString(), time.GetUtcNow() + CodeLife);
        return Results.Redirect($"{redirect}?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
    }

    /// <summary>Ends the session of whom the id_token was issued to (OpenID Connect RP-Initiated Logout 1.0 §2).</summary>
    private async Task<IResult> EndSessionAsync(HttpContext context)
    {
        var query = context.Request.Query;
        // One that has run out is as good here.
        var hint = await new JsonWebTokenHandler().ValidateTokenAsync(query["id_token_hint"].ToString(), new TokenValidationParameters
        {
            ValidIssuer = Issuer(context),
            ValidAudience = ClientId,
            IssuerSigningKey = new RsaSecurityKey(_key.Value) { KeyId = _keyId },
            ValidateLifetime = false,
        });
        if (!hint.IsValid || query["client_id"] != ClientId || !Uri.TryCreate(query["post_logout_redirect_uri"], UriKind.Absolute, out var redirect) || !redirect.IsLoopback)
            return Results.BadRequest("not a sign-out of the console");
        if (context.Request.Cookies[SessionCookie] is { } session)
            _sessions.TryRemove(session, out _);
        context.Response.Cookies.Delete(SessionCookie, new CookieOptions { Path = PathBase });
        return Results.Redirect($"{redirect}?state={Uri.EscapeDataString(query["state"].ToString())}");
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
            return Refuse("invalid_client", StatusCodes.Status401Unauthorized);
        // A code is good once (RFC 6749, 4.1.2).
        if (form["grant_type"] != "authorization_code" || !_grants.TryRemove(form["code"].ToString(), out var grant) || grant.Until < time.GetUtcNow()
            || grant.RedirectUri != form["redirect_uri"] || grant.Challenge != Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))))
        {
            return Refuse("invalid_grant", StatusCodes.Status400BadRequest);
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["access_token"] = Guid.NewGuid().ToString(),
            ["id_token"] = IdToken(Issuer(context), grant),
        });
    }

    private string IdToken(string issuer, Grant grant)
    {
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = issuer,
            ["aud"] = ClientId,
            ["sub"] = grant.Person.Subject,
            ["name"] = grant.Person.Name,
            ["nonce"] = grant.Nonce,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + TimeSpan.FromMinutes(5)).ToUnixTimeSeconds(),
            ["roles"] = _dismissed.ContainsKey(grant.Person.Subject) ? [] : grant.Person.Roles,
            ["lines"] = grant.Person.Lines,
        };
        if (grant.Person.Softphone is { } softphone)
            claims["softphone"] = softphone;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key.Value) { KeyId = _keyId }, SecurityAlgorithms.RsaSha256) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
        });
    }

    private static string Page(string query)
    {
        var people = string.Concat(StaffPerson.All.Select(person =>
            $"<p><button name=\"who\" value=\"{person.Subject}\">{WebUtility.HtmlEncode(person.Name)}</button> {WebUtility.HtmlEncode(person.Roles.Length == 0 ? "no agent" : string.Join(", ", person.Lines))}</p>"));
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in as an agent</title>
            <style>:root { color-scheme: light dark } body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem } button { font: inherit; padding: .5rem 1rem; cursor: pointer }</style>
            </head>
            <body>
            <main>
            <h1>Who are you today?</h1>
            <form method="post" action="{{PathBase}}/authorize{{WebUtility.HtmlEncode(query)}}">{{people}}<p><button name="who" value="">Cancel</button></p></form>
            </main>
            </body>
            </html>
            """;
    }

    private static string Issuer(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{PathBase}";

    private static IResult Refuse(string error, int status) => Results.Json(new JsonObject { ["error"] = error }, statusCode: status);

    private sealed record Grant(StaffPerson Person, string RedirectUri, string Challenge, string Nonce, DateTimeOffset Until);
}
