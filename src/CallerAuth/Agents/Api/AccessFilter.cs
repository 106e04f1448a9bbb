using CallerAuth.Agents.Access;
using Microsoft.AspNetCore.Authentication;

namespace CallerAuth.Agents.Api;

/// <summary>
/// Lets in who shows a token or key with the scope, before anything of the body is read. It asks for its own scheme by name, so what
/// the console takes for a sign-in is none here: a page of another site cannot use it.
/// </summary>
internal sealed partial class AccessFilter(string scope) : IEndpointFilter
{
    private const string Realm = "Bearer realm=\"callerauth\"";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var shown = await context.HttpContext.AuthenticateAsync(AccessScheme.Api);
        if (!shown.Succeeded)
            return ApiAnswer.Of(ApiProblem.Unauthorized, challenge: shown.Failure is null ? Realm : $"{Realm}, error=\"invalid_token\"");
        var actor = Actor.Of(shown.Principal);
        if (!actor.May(scope))
        {
            Note(context.HttpContext, actor, ApiProblem.Forbidden);
            return ApiAnswer.Of(ApiProblem.Forbidden, $"This takes the scope {scope}.", challenge: $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"");
        }

        context.HttpContext.Features.Set(actor);
        var answer = await next(context);
        if (answer is ApiAnswer { Refusal: { Status: StatusCodes.Status422UnprocessableEntity or StatusCodes.Status429TooManyRequests } problem })
            Note(context.HttpContext, actor, problem);
        return answer;
    }

    // A key in wrong hands tries what it may not. Nothing of the request goes along: any member of it may hold a national ID.
    private static void Note(HttpContext context, Actor actor, ApiProblem problem) => Refused(
        context.RequestServices.GetRequiredService<ILogger<AccessFilter>>(),
        actor.By,
        context.GetEndpoint()?.Metadata.GetMetadata<ApiOperation>()?.Id ?? "a request",
        problem.Name);

    [LoggerMessage(7221, LogLevel.Information, "{By} was refused {Operation}: {Problem}")]
    private static partial void Refused(ILogger logger, string by, string operation, string problem);
}
