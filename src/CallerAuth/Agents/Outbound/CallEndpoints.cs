using CallerAuth.Agents.Access;
using CallerAuth.Agents.Api;
using CallerAuth.Calls;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Outbound;

/// <summary>The routes below <c>/api/calls</c>: calls that the company places.</summary>
internal sealed class CallEndpoints(OrderDesk orders, OutboundCalls calls, LineDirectory lines)
{
    public const string Path = "/api/calls";

    /// <summary>The operation that rings somebody.</summary>
    public const string PlaceId = "placeCall";

    private const string Tag = "Calls";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).WithTags(Tag).ProducesProblems(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", (HttpContext context, CallEndpoints to) => to.PlaceAsync(context))
            .AddEndpointFilter(new AccessFilter(Scope.Write)).WithMetadata(new TakesScope(Scope.Write))
            .WithName(PlaceId).WithSummary("Place a call").WithDescription("Rings the person from one of the lines. Whoever picks up hears who calls, why and how to call back instead, and presses 1 to go on; then they are verified, and reach an agent. Name the request with an `Idempotency-Key` when it may be sent again.")
            .Accepts<OrderBody>("application/json").Produces<CallBody>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 409, 413, 415, 422, 429, 502, 504);
        group.MapGet("/{callSid}", (HttpContext context, string callSid, CallEndpoints to) => to.ReadAsync(context, callSid))
            .AddEndpointFilter(new AccessFilter(Scope.Read)).WithMetadata(new TakesScope(Scope.Read))
            .WithName("readCall").WithSummary("See how it stands").WithDescription("A call is forgotten an hour after its end.")
            .Produces<CallBody>().ProducesProblems(404);
        group.MapDelete("/{callSid}", (HttpContext context, string callSid, CallEndpoints to) => to.EndAsync(context, callSid))
            .AddEndpointFilter(new AccessFilter(Scope.Write)).WithMetadata(new TakesScope(Scope.Write))
            .WithName("endCall").WithSummary("Hang up").WithDescription("Ends the call, whether it rings or is talked on. Of one that has ended already nothing is changed.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(404, 502);
    }

    public static string PathOf(string callSid) => $"{Path}/{callSid}";

    private async Task<IResult> PlaceAsync(HttpContext context)
    {
        var request = context.Request;
        if (!StartBodyReader.IsJson(request.ContentType))
            return ApiAnswer.Of(ApiProblem.UnsupportedMediaType);
        string? key = null;
        if (request.Headers.ContainsKey(IdempotencyKey.Header) && !IdempotencyKey.TryRead(request, out key))
            return ApiAnswer.Of(ApiProblem.BadIdempotencyKey);
        if (await StartBodyReader.ReadAsync(request, context.RequestAborted) is not { } body)
            return ApiAnswer.Of(ApiProblem.TooLarge);
        return await orders.PlaceAsync(ActorOf(context), key, body);
    }

    private async Task<IResult> ReadAsync(HttpContext context, string callSid) =>
        await FindAsync(context, callSid) is { } call
            ? new ApiAnswer(StatusCodes.Status200OK, "application/json", CallBodyJson.Write(CallBody.Of(call, lines.Find(call.To))))
            : ApiAnswer.Of(ApiProblem.NotFound);

    private async Task<IResult> EndAsync(HttpContext context, string callSid)
    {
        if (await FindAsync(context, callSid) is not { } call)
            return ApiAnswer.Of(ApiProblem.NotFound);
        return await calls.EndAsync(call, CancellationToken.None) ? Results.NoContent() : ApiAnswer.Of(ApiProblem.NotPlaced, "Twilio did not end the call; the log says more.");
    }

    /// <returns>Null also for one of a line that is not theirs: whether it is there is none of their business.</returns>
    private async Task<Call?> FindAsync(HttpContext context, string callSid) =>
        TwilioSid.IsCall(callSid) && await calls.FindAsync(callSid) is { } call && ActorOf(context).MayActFor(call.To) ? call : null;

    private static Actor ActorOf(HttpContext context) => context.Features.Get<Actor>() ?? throw new InvalidOperationException("A route without its filter.");
}

/// <summary>Says of a route which problems it may answer with.</summary>
internal static class ProblemsOfRoutes
{
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder route, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), ["application/problem+json"]));
        return route;
    }
}
