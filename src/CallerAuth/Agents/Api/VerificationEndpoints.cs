using System.Globalization;
using CallerAuth.Agents.Access;
using CallerAuth.Agents.Requests;
using CallerAuth.Lines;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Api;

/// <summary>The routes below <c>/api/verifications</c>: what the company's systems ask, answered in JSON.</summary>
internal sealed class VerificationEndpoints(
    VerificationStarts starts, VerificationDesk desk, LineDirectory lines, RequestAudit audit, VerificationBodies bodies, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public const string Path = "/api/verifications";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var verifications = routes.MapGroup(Path).WithTags("Verifications");
        verifications.MapPost("", (HttpContext context, VerificationEndpoints to) => to.StartAsync(context))
            .AddEndpointFilter(new AccessFilter(Scope.Write)).Describe(ApiOperation.Start)
            .Accepts<StartBody>("application/json").Produces<VerificationBody>(StatusCodes.Status202Accepted);
        verifications.MapGet("/{id}", (HttpContext context, string id, VerificationEndpoints to) => to.ReadAsync(context, id))
            .AddEndpointFilter(new AccessFilter(Scope.Read)).Describe(ApiOperation.Read).Produces<VerificationBody>();
        verifications.MapDelete("/{id}", (HttpContext context, string id, VerificationEndpoints to) => to.CancelAsync(context, id))
            .AddEndpointFilter(new AccessFilter(Scope.Write)).Describe(ApiOperation.Cancel).Produces(StatusCodes.Status204NoContent);
        verifications.MapGet("/{id}/events", (HttpContext context, string id, VerificationEndpoints to) => to.FollowAsync(context, id))
            .AddEndpointFilter(new AccessFilter(Scope.Read)).Describe(ApiOperation.Follow)
            .Produces<VerificationBody>(StatusCodes.Status200OK, "text/event-stream");
    }

    public static string PathOf(VerificationId id) => $"{Path}/{id.Value}";

    private async Task<IResult> StartAsync(HttpContext context)
    {
        var request = context.Request;
        if (!StartBodyReader.IsJson(request.ContentType))
            return ApiAnswer.Of(ApiProblem.UnsupportedMediaType);
        string? key = null;
        if (request.Headers.ContainsKey(IdempotencyKey.Header) && !IdempotencyKey.TryRead(request, out key))
            return ApiAnswer.Of(ApiProblem.BadIdempotencyKey);
        if (await StartBodyReader.ReadAsync(request, context.RequestAborted) is not { } body)
            return ApiAnswer.Of(ApiProblem.TooLarge);
        return await starts.StartAsync(ActorOf(context), key, body, context.RequestAborted);
    }

    private async Task<IResult> ReadAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not { } request)
            return ApiAnswer.Of(ApiProblem.NotFound);
        var actor = ActorOf(context);
        await audit.LookedAsync(request, actor.By);
        return ApiAnswer.Of(StatusCodes.Status200OK, bodies.Of(request, actor));
    }

    private async Task<IResult> CancelAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not { } request)
            return ApiAnswer.Of(ApiProblem.NotFound);
        await audit.CancelAskedAsync(request, ActorOf(context).By);
        return await desk.CancelAsync(request.Id, CancellationToken.None) ? Results.NoContent() : ApiAnswer.Of(ApiProblem.AlreadyEnded);
    }

    private async Task<IResult> FollowAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not { } request)
            return ApiAnswer.Of(ApiProblem.NotFound);
        var actor = ActorOf(context);
        var seen = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        // What keeps a browser from asking for ever for more.
        if (request.HasEnded && seen >= request.Version)
            return Results.NoContent();
        await audit.LookedAsync(request, actor.By);
        return new EventStream(desk.FollowAsync(request.Id, context.RequestAborted), seen, bodies, actor, time, lifetime.ApplicationStopping);
    }

    /// <returns>Null also for one of a line that is not theirs: whether it is there is none of their business.</returns>
    private async Task<RequestedVerification?> FindAsync(HttpContext context, string id) =>
        VerificationId.TryParse(id, out var known) && await desk.FindAsync(known, context.RequestAborted) is { } request && ActorOf(context).MayActFor(request.Line, lines) ? request : null;

    private static Actor ActorOf(HttpContext context) => context.Features.Get<Actor>() ?? throw new InvalidOperationException("A route without its filter.");
}
