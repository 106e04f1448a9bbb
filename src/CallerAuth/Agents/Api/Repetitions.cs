using CallerAuth.Calls;

namespace CallerAuth.Agents.Api;

/// <summary>
/// Answers a request once for each <c>Idempotency-Key</c>. What rang somebody, or may have, is answered alike ever after; a refusal rang
/// nobody, so the same request may do better later.
/// </summary>
internal sealed class Repetitions(IdempotencyStore store, Errands errands, TimeProvider time)
{
    private const int LooksMax = 40;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <param name="by">Who asks.</param>
    /// <param name="key">Null when the client did not name the request.</param>
    /// <param name="utf8">The body as it came.</param>
    /// <param name="kind">What kind of request it is.</param>
    /// <param name="answerAsync">Answers it. An exception means that nothing rang.</param>
    /// <param name="cancellationToken">Of who waits for another one's answer.</param>
    public async Task<ApiAnswer> AnswerAsync(string by, string? key, byte[] utf8, Repeatable kind, Func<Task<ApiAnswer>> answerAsync, CancellationToken cancellationToken)
    {
        if (key is null)
            return await answerAsync();
        return await BeginAsync(by, key, utf8, kind, cancellationToken) switch
        {
            Repetition.Answered answered => ApiAnswer.Read(answered.Answer) ?? ApiAnswer.Of(ApiProblem.Unavailable, "This request was answered by another version of the service, in a form that this one cannot read. Nobody is rung for it here."),
            Repetition.OfAnother => ApiAnswer.Of(ApiProblem.IdempotencyKeyReused),
            Repetition.First first => await AnswerAsync(by, key, first, answerAsync),
            Repetition.Lost when kind.WhenLost is { } lost => ApiAnswer.Of(lost),
            _ => ApiAnswer.Of(ApiProblem.IdempotencyInProgress, retryAfter: AskAgainAfter),
        };
    }

    // The first one's answer comes in a moment, and most who ask twice at once would rather have it than ask a third time.
    private async Task<Repetition> BeginAsync(string by, string key, byte[] utf8, Repeatable kind, CancellationToken cancellationToken)
    {
        var first = Repetition.First.New();
        for (var looks = 1; ; looks++)
        {
            Repetition repetition;
            try
            {
                repetition = await store.BeginAsync(by, key, utf8, first, kind.KeepUnanswered);
            }
            catch when (kind.WhenLost is not null)
            {
                // The store may have taken the key before its answer was lost, and nobody will be rung for it.
                errands.TryInsist(_ => store.GiveFreeAsync(by, key, first));
                throw;
            }

            if (repetition is not Repetition.InProgress || looks == LooksMax)
                return repetition;
            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private async Task<ApiAnswer> AnswerAsync(string by, string key, Repetition.First first, Func<Task<ApiAnswer>> answerAsync)
    {
        ApiAnswer answer;
        try
        {
            answer = await answerAsync();
        }
        catch
        {
            await SurelyAsync(() => store.GiveFreeAsync(by, key, first));
            throw;
        }

        await SurelyAsync(() => answer.IsKept ? store.FinishAsync(by, key, first, answer.Write()) : store.GiveFreeAsync(by, key, first));
        return answer;
    }

    // Done before the answer where the store is there, else as soon as it is.
    private async Task SurelyAsync(Func<Task> remember)
    {
        try
        {
            await remember();
        }
        catch (Exception e) when (e is StackExchange.Redis.RedisException or TimeoutException)
        {
            errands.TryInsist(_ => remember());
        }
    }
}
