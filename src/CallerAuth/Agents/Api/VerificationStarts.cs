using System.Text;
using CallerAuth.Agents.Access;
using CallerAuth.Agents.Requests;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Api;

/// <summary>Starts verifications for the API, each once for each <c>Idempotency-Key</c>.</summary>
internal sealed partial class VerificationStarts(VerificationDesk desk, LineDirectory lines, IdempotencyStore idempotency, VerificationBodies bodies, TimeProvider time, ILogger<VerificationStarts> logger)
{
    private const int LooksMax = 40;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <param name="actor">Who asks.</param>
    /// <param name="key">Null when the client did not name the request.</param>
    /// <param name="utf8">The body as it came.</param>
    public async Task<ApiAnswer> StartAsync(Actor actor, string? key, byte[] utf8, CancellationToken cancellationToken)
    {
        if (key is null)
            return await StartAsync(actor, utf8);
        switch (await BeginAsync(actor, key, utf8, cancellationToken))
        {
            case Repetition.Answered answered:
                return Read(answered.Answer);
            case Repetition.OfAnother:
                return ApiAnswer.Of(ApiProblem.IdempotencyKeyReused);
            case Repetition.First first:
                return await StartAsync(actor, key, first, utf8);
            default:
                return ApiAnswer.Of(ApiProblem.IdempotencyInProgress, retryAfter: AskAgainAfter);
        }
    }

    // The first one's answer comes in a moment, and most who ask twice at once would rather have it than ask a third time.
    private async Task<Repetition> BeginAsync(Actor actor, string key, byte[] utf8, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var repetition = await idempotency.BeginAsync(actor.By, key, utf8);
            if (repetition is not Repetition.InProgress || looks == LooksMax)
                return repetition;
            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private async Task<ApiAnswer> StartAsync(Actor actor, string key, Repetition.First first, byte[] utf8)
    {
        ApiAnswer answer;
        try
        {
            answer = await StartAsync(actor, utf8);
        }
        catch
        {
            await RememberAsync(() => idempotency.GiveFreeAsync(actor.By, key, first));
            throw;
        }

        // A refusal rang nobody, so the same request may do better later.
        await RememberAsync(() => answer.Location is { } location
            ? idempotency.FinishAsync(actor.By, key, first, Write(location, answer.Body))
            : idempotency.GiveFreeAsync(actor.By, key, first));
        return answer;
    }

    private async Task<ApiAnswer> StartAsync(Actor actor, byte[] utf8)
    {
        var (body, errors) = StartBodyReader.Parse(utf8);
        if (body is null)
            return errors is null ? ApiAnswer.Of(ApiProblem.Malformed) : ApiAnswer.Of(ApiProblem.Invalid, errors: errors);
        // A client that hangs up now is told nothing, but what has begun is brought to its end.
        var answer = actor.MayActFor(body.Line, lines)
            ? await desk.AskAsync(
                new DeskRequest(body.Line, body.Eid, body.NationalId, StartBodyReader.InitiatorOf(body.CallInitiator)!.Value, body.CallSid, body.TaskSid, actor.By, body.BindingMessage),
                CancellationToken.None)
            : DeskRules.NoSuchLine;
        return answer switch
        {
            DeskAnswer.Accepted accepted => ApiAnswer.Of(StatusCodes.Status202Accepted, bodies.Of(accepted.Verification, actor), VerificationEndpoints.PathOf(accepted.Verification.Id)),
            DeskAnswer.Refused refused => Refuse(refused),
            _ => throw new InvalidOperationException("An answer of the desk that is none."),
        };
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

    // What is remembered holds no word, name or number: a start that was accepted knows none yet.
    private static byte[] Write(string location, byte[] body) => [.. Encoding.ASCII.GetBytes(location), (byte)'\n', .. body];

    private static ApiAnswer Read(byte[] answer)
    {
        var border = Array.IndexOf(answer, (byte)'\n');
        return ApiAnswer.Again(StatusCodes.Status202Accepted, Encoding.ASCII.GetString(answer, 0, border), answer[(border + 1)..]);
    }

    private async Task RememberAsync(Func<Task> remember)
    {
        try
        {
            await remember();
        }
        catch (Exception e) when (e is StackExchange.Redis.RedisException or TimeoutException)
        {
            // The key frees itself soon, and the person is taken meanwhile: nobody is rung twice.
            NotRemembered(e);
        }
    }

    [LoggerMessage(7211, LogLevel.Warning, "What was answered to a request with an Idempotency-Key could not be remembered")]
    private partial void NotRemembered(Exception exception);
}
