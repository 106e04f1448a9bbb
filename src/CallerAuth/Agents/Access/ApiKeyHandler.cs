using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Access;

/// <summary>Lets in who shows a key, in <c>Authorization: Bearer</c> or <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> scheme, ILoggerFactory logger, UrlEncoder encoder, IOptions<ApiOptions> options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(scheme, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        var inHeader = Request.Headers[AccessScheme.KeyHeader];
        var inBearer = AccessScheme.BearerIn(Request);
        if (inHeader.Count == 0 && inBearer is null)
            return AuthenticateResult.NoResult();
        // Who shows two of anything may be two.
        if (inHeader.Count + (inBearer is null ? 0 : 1) != 1)
            return AuthenticateResult.Fail("More than one key was shown.");
        return ApiKey.Find(options.Value.Keys, inBearer ?? inHeader.ToString()) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(Actor.Of(key).ToPrincipal(Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The key is not known.");
    }
}
