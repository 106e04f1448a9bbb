using CallerAuth.Agents.Access;
using CallerAuth.Agents.Api;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Outbound;

/// <summary>Takes orders for calls at the API, each once for each <c>Idempotency-Key</c>.</summary>
internal sealed class OrderDesk(OutboundCalls calls, LineDirectory lines, Repetitions repetitions)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="key">Null when the client did not name the request.</param>
    /// <param name="utf8">The body as it came.</param>
    /// <param name="cancellationToken">Of who waits for the answer to the same order.</param>
    public Task<ApiAnswer> PlaceAsync(Actor actor, string? key, byte[] utf8, CancellationToken cancellationToken) =>
        repetitions.AnswerAsync(actor.By, key, utf8, Repeatable.Order, () => PlaceAsync(actor, utf8), cancellationToken);

    private async Task<ApiAnswer> PlaceAsync(Actor actor, byte[] utf8)
    {
        var (body, errors) = OrderBodyReader.Parse(utf8);
        if (body is null)
            return errors is null ? ApiAnswer.Of(ApiProblem.Malformed) : ApiAnswer.Of(ApiProblem.Invalid, errors: errors);
        var answer = actor.MayActFor(body.Line, lines)
            ? await calls.PlaceAsync(new CallOrder(body.Line, body.To, body.Eid, body.Language, body.Reason, actor.By), CancellationToken.None)
            : OutboundRules.NoSuchLine;
        return answer switch
        {
            OutboundAnswer.Placed placed => new ApiAnswer(StatusCodes.Status202Accepted, "application/json", CallBodyJson.Write(CallBody.Of(placed.Call, lines.Find(placed.Call.To))))
            {
                Location = CallEndpoints.PathOf(placed.Call.CallSid),
            },
            OutboundAnswer.Refused refused => Refuse(refused),
            _ => throw new InvalidOperationException("An answer to an order that is none."),
        };
    }

    private static ApiAnswer Refuse(OutboundAnswer.Refused refused)
    {
        var problem = refused.Fault switch
        {
            OutboundFault.InboundOnly => ApiProblem.InboundOnly,
            OutboundFault.NotAllowed => ApiProblem.NumberNotAllowed,
            OutboundFault.TooMany => ApiProblem.CallsLimited,
            OutboundFault.Misconfigured => ApiProblem.NotPlaced,
            OutboundFault.Unknown => ApiProblem.PlacingUnknown,
            _ => ApiProblem.Invalid,
        };
        var errors = refused.Field is { } field ? new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [refused.Text] } : null;
        return ApiAnswer.Of(problem, refused.Text, errors, refused.RetryAfter);
    }
}
