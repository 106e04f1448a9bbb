using CallerAuth.Agents.Access;
using Microsoft.AspNetCore.Authentication;

namespace CallerAuth.Agents.Api;

/// <summary>
/// Lets in who shows a token or key with the scope, before anything of the body is read. It asks for its own scheme by name, so what
/// the console takes for a sign-in is none here: a page of another site cannot use it.
/// </summary>
internal sealed class AccessFilter(string scope) : IEndpointFilter
{
    private const string Realm = "Bearer realm=\"callerauth\"";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var shown = await context.HttpContext.AuthenticateAsync(AccessScheme.Api);
        if (!shown.Succeeded)
            return ApiAnswer.Of(ApiProblem.Unauthorized, challenge: shown.Failure is null ? Realm : $"{Realm}, error=\"invalid_token\"");
        var actor = Actor.Of(shown.Principal);
        if (!actor.May(scope))
            return ApiAnswer.Of(ApiProblem.Forbidden, $"This takes the scope {scope}.", challenge: $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"");
        context.HttpContext.Features.Set(actor);
        return await next(context);
    }
}
