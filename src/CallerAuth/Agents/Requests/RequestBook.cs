using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>Writes requested verifications down: load, change, compare-and-set, and again on top of whoever was faster. Then tells of it.</summary>
internal sealed partial class RequestBook(RequestStore requests, RequestNews news, IServiceProvider services, TimeProvider time, ILogger<RequestBook> logger)
{
    /// <summary>Rivals for one request are few: its start, the poller, a cancel, a deadline.</summary>
    private const int MostRounds = 8;

    // Asked for late: a listener may itself need the desk, which needs this.
    private readonly Lazy<IReadOnlyList<IRequestListener>> _listeners = new(() => [.. services.GetServices<IRequestListener>()]);

    /// <summary>A new request.</summary>
    public async Task<RequestedVerification> BeginAsync(RequestedVerification request)
    {
        var (saved, standing) = await requests.SaveAsync(request);
        if (!saved || standing is null)
            throw new InvalidOperationException("A requested verification has the name of another.");
        await TellOnceAsync(standing);
        return standing;
    }

    /// <returns>As it stands now, its deadline heeded; null when there is no such request (any more).</returns>
    public async Task<RequestedVerification?> FindAsync(VerificationId id)
    {
        var request = await requests.FindAsync(id);
        return request is null || ReferenceEquals(request.AsOf(time.GetUtcNow()), request)
            ? request
            : (await ChangeAsync(id, (late, now) => late.AsOf(now))).After;
    }

    /// <returns>Whether it was changed, and how it stands now; null when there is no such request (any more).</returns>
    public async Task<(bool Changed, RequestedVerification? After)> ChangeAsync(VerificationId id, Func<RequestedVerification, DateTimeOffset, RequestedVerification> change)
    {
        var (changed, after) = await WriteAsync(id, change);
        if (changed && after is not null)
            await TellOnceAsync(after);
        return (changed, after);
    }

    /// <summary>
    /// The same for who does it again until it is done. An end that stands there already is told once more: between its writing and its
    /// telling, a process may have died or an answer of the store may have been lost.
    /// </summary>
    /// <exception cref="InvalidOperationException">It has ended and not everybody could be told.</exception>
    public async Task<(bool Changed, RequestedVerification? After)> EndAsync(VerificationId id, Func<RequestedVerification, DateTimeOffset, RequestedVerification> change)
    {
        var (changed, after) = await WriteAsync(id, change);
        if (after is { HasEnded: true } && !await TryTellAsync(after))
            throw new InvalidOperationException($"Not everybody could be told of the end of verification {id}.");
        if (changed && after is { HasEnded: false })
            await TellOnceAsync(after);
        return (changed, after);
    }

    private async Task<(bool Changed, RequestedVerification? After)> WriteAsync(VerificationId id, Func<RequestedVerification, DateTimeOffset, RequestedVerification> change)
    {
        var request = await requests.FindAsync(id);
        for (var round = 0; request is not null && round < MostRounds; round++)
        {
            var next = change(request, time.GetUtcNow());
            if (ReferenceEquals(next, request))
                return (false, request);
            var (saved, standing) = await requests.SaveAsync(next);
            if (saved)
                return (true, standing);
            request = standing;
        }

        return (false, request);
    }

    private async Task TellOnceAsync(RequestedVerification request)
    {
        if (!await TryTellAsync(request))
            NotTold(request.Id, request.State.GetType().Name);
    }

    private async Task<bool> TryTellAsync(RequestedVerification request)
    {
        await news.TellAsync(request.Id);
        var told = true;
        foreach (var listener in _listeners.Value)
            told &= listener.TryTell(request);
        return told;
    }

    [LoggerMessage(7011, LogLevel.Warning, "Not everybody was told that verification {Id} is {State} now: there is too much to do")]
    private partial void NotTold(VerificationId id, string state);
}
