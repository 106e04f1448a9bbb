using CallerAuth.Agents.Access;
using CallerAuth.Agents.Requests;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Api;

/// <summary>Starts verifications for the API, each once for each <c>Idempotency-Key</c>.</summary>
internal sealed class VerificationStarts(VerificationDesk desk, LineDirectory lines, Repetitions repetitions, VerificationBodies bodies)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="key">Null when the client did not name the request.</param>
    /// <param name="utf8">The body as it came.</param>
    /// <param name="cancellationToken">Of who waits for the answer to the same request.</param>
    public Task<ApiAnswer> StartAsync(Actor actor, string? key, byte[] utf8, CancellationToken cancellationToken) =>
        repetitions.AnswerAsync(actor.By, key, utf8, Repeatable.Start, () => StartAsync(actor, utf8), cancellationToken);

    private async Task<ApiAnswer> StartAsync(Actor actor, byte[] utf8)
    {
        var (body, errors) = StartBodyReader.Parse(utf8);
        if (body is null)
            return errors is null ? ApiAnswer.Of(ApiProblem.Malformed) : ApiAnswer.Of(ApiProblem.Invalid, errors: errors);
        // A client that hangs up now is told nothing, but what has begun is brought to its end.
        var answer = FaultIn(actor, body) ?? await desk.AskAsync(
            new DeskRequest(body.Line, body.Eid, body.NationalId, StartBodyReader.InitiatorOf(body.CallInitiator)!.Value, body.CallSid, body.TaskSid, actor.By, body.BindingMessage),
            CancellationToken.None);
        return answer switch
        {
            DeskAnswer.Accepted accepted => ApiAnswer.Of(StatusCodes.Status202Accepted, bodies.Of(accepted.Verification, actor), VerificationEndpoints.PathOf(accepted.Verification.Id)),
            DeskAnswer.Refused refused => Refuse(refused),
            _ => throw new InvalidOperationException("An answer of the desk that is none."),
        };
    }

    // A call is checked to be of the line; a task alone may be anybody's in the workspace.
    private DeskAnswer.Refused? FaultIn(Actor actor, StartBody body)
    {
        if (!actor.MayActFor(body.Line, lines))
            return DeskRules.NoSuchLine;
        return actor.Lines is not null && body is { TaskSid: not null, CallSid: null }
            ? new("taskSid", RefusalCode.Invalid, "Give the callSid that the task bears: who may act for some lines only may not name a task alone.")
            : null;
    }

    private static ApiAnswer Refuse(DeskAnswer.Refused refused)
    {
        var problem = refused.Code switch
        {
            RefusalCode.InboundOnly => ApiProblem.InboundOnly,
            RefusalCode.CallEnded => ApiProblem.CallEnded,
            RefusalCode.AlreadyRunning => ApiProblem.AlreadyRunning,
            RefusalCode.Limited => ApiProblem.Limited,
            RefusalCode.Busy => ApiProblem.Unavailable,
            _ => ApiProblem.Invalid,
        };
        var errors = refused.Field is { } field ? new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [refused.Text] } : null;
        return ApiAnswer.Of(problem, refused.Text, errors, refused.RetryAfter);
    }
}
