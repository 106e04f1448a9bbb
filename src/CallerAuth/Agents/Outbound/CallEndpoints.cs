using CallerAuth.Agents.Access;
using CallerAuth.Agents.Api;
using CallerAuth.Calls;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Outbound;

/// <summary>The routes below <c>/api/calls</c>: calls that the company places.</summary>
internal sealed class CallEndpoints(OrderDesk orders, OutboundCalls calls, OverdueCalls overdue, CallAudit audit, LineDirectory lines)
{
    public const string Path = "/api/calls";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup(Path).WithTags("Calls");
        calls.MapPost("", (HttpContext context, CallEndpoints to) => to.PlaceAsync(context))
            .AddEndpointFilter(new AccessFilter(Scope.Write)).Describe(CallOperations.Place)
            .Accepts<OrderBody>("application/json").Produces<CallBody>(StatusCodes.Status202Accepted);
        calls.MapGet("/{callSid}", (HttpContext context, string callSid, CallEndpoints to) => to.ReadAsync(context, callSid))
            .AddEndpointFilter(new AccessFilter(Scope.Read)).Describe(CallOperations.Read).Produces<CallBody>();
        calls.MapDelete("/{callSid}", (HttpContext context, string callSid, CallEndpoints to) => to.EndAsync(context, callSid))
            .AddEndpointFilter(new AccessFilter(Scope.Write)).Describe(CallOperations.End).Produces(StatusCodes.Status204NoContent);
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
        return await orders.PlaceAsync(ActorOf(context), key, body, context.RequestAborted);
    }

    private async Task<IResult> ReadAsync(HttpContext context, string callSid)
    {
        if (await FindAsync(context, callSid) is not { } found)
            return ApiAnswer.Of(ApiProblem.NotFound);
        var call = await overdue.SettleAsync(found, context.RequestAborted);
        await audit.LookedAsync(call, ActorOf(context).By);
        return new ApiAnswer(StatusCodes.Status200OK, "application/json", CallBodyJson.Write(CallBody.Of(call, lines.Find(call.To))));
    }

    private async Task<IResult> EndAsync(HttpContext context, string callSid)
    {
        if (await FindAsync(context, callSid) is not { } call)
            return ApiAnswer.Of(ApiProblem.NotFound);
        // Whatever Twilio would say of how it stands, it shall end; also when whoever asks has left.
        await audit.EndAskedAsync(call, ActorOf(context).By);
        return await calls.EndAsync(call, CancellationToken.None) ? Results.NoContent() : ApiAnswer.Of(ApiProblem.NotPlaced, "Twilio did not end the call; the log says more.");
    }

    /// <returns>Null also for one of a line that is not theirs: whether it is there is none of their business, and nobody is asked about it.</returns>
    private async Task<Call?> FindAsync(HttpContext context, string callSid) =>
        TwilioSid.IsCall(callSid) && await calls.FindAsync(callSid) is { } call && ActorOf(context).MayActFor(call.To, lines) ? call : null;

    private static Actor ActorOf(HttpContext context) => context.Features.Get<Actor>() ?? throw new InvalidOperationException("A route without its filter.");
}
