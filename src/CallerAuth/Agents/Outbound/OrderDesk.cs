using System.Text;
using CallerAuth.Agents.Access;
using CallerAuth.Agents.Api;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Outbound;

/// <summary>Takes orders for calls at the API, each once for each <c>Idempotency-Key</c>.</summary>
internal sealed partial class OrderDesk(OutboundCalls calls, LineDirectory lines, IdempotencyStore idempotency, ILogger<OrderDesk> logger)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <param name="actor">Who asks.</param>
    /// <param name="key">Null when the client did not name the request.</param>
    /// <param name="utf8">The body as it came.</param>
    public async Task<ApiAnswer> PlaceAsync(Actor actor, string? key, byte[] utf8)
    {
        if (key is null)
            return await PlaceAsync(actor, utf8);
        return await idempotency.BeginAsync(actor.By, key, utf8) switch
        {
            Repetition.Answered answered => Read(answered.Answer),
            Repetition.OfAnother => ApiAnswer.Of(ApiProblem.IdempotencyKeyReused),
            Repetition.First first => await PlaceAsync(actor, key, first, utf8),
            _ => ApiAnswer.Of(ApiProblem.IdempotencyInProgress, retryAfter: AskAgainAfter),
        };
    }

    private async Task<ApiAnswer> PlaceAsync(Actor actor, string key, Repetition.First first, byte[] utf8)
    {
        var answer = await PlaceAsync(actor, utf8);
        // Where it is not known whether a telephone rings, the key stays taken for a while: the client's next try is not to ring it again at once.
        if (answer.Status == ApiProblem.PlacingUnknown.Status)
            return answer;
        try
        {
            await (answer.Location is { } location
                ? idempotency.FinishAsync(actor.By, key, first, [.. Encoding.ASCII.GetBytes(location), (byte)'\n', .. answer.Body])
                : idempotency.GiveFreeAsync(actor.By, key, first));
        }
        catch (Exception e) when (e is StackExchange.Redis.RedisException or TimeoutException)
        {
            NotRemembered(e);
        }

        return answer;
    }

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
        return ApiAnswer.Of(problem, refused.Text, errors, refused.Fault == OutboundFault.TooMany ? AskAgainAfter : null);
    }

    private static ApiAnswer Read(byte[] answer)
    {
        var border = Array.IndexOf(answer, (byte)'\n');
        return ApiAnswer.Again(StatusCodes.Status202Accepted, Encoding.ASCII.GetString(answer, 0, border), answer[(border + 1)..]);
    }

    [LoggerMessage(6211, LogLevel.Warning, "What was answered to an order with an Idempotency-Key could not be remembered")]
    private partial void NotRemembered(Exception exception);
}
