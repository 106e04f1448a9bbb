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

    /// <param name="id">The request.</param>
    /// <param name="change">What becomes of it; the same instance where nothing does.</param>
    /// <param name="heard">Takes who has heard of the change, for who insists that everybody does.</param>
    /// <returns>Whether it was changed, and how it stands now; null when there is no such request (any more).</returns>
    public async Task<(bool Changed, RequestedVerification? After)> ChangeAsync(
        VerificationId id, Func<RequestedVerification, DateTimeOffset, RequestedVerification> change, ISet<IRequestListener>? heard = null)
    {
        var (changed, after) = await WriteAsync(id, change);
        if (changed && after is not null)
            await TellOnceAsync(after, heard);
        return (changed, after);
    }

    /// <summary>The same for who does it again until it is done.</summary>
    /// <exception cref="InvalidOperationException">It has ended and not everybody could be told.</exception>
    public async Task EndAsync(VerificationId id, Func<RequestedVerification, DateTimeOffset, RequestedVerification> change)
    {
        if (!await TryEndAsync(id, change, new HashSet<IRequestListener>()))
            throw new InvalidOperationException($"Not everybody could be told of the end of verification {id}.");
    }

    /// <summary>
    /// An end that stands there already is told once more: between its writing and its telling, a process may have died or an answer of
    /// the store may have been lost.
    /// </summary>
    /// <param name="id">The request.</param>
    /// <param name="change">Ends it.</param>
    /// <param name="heard">Who has heard of the end before and is not told again; grows.</param>
    /// <returns>False when it has ended and not everybody could be told.</returns>
    public async Task<bool> TryEndAsync(VerificationId id, Func<RequestedVerification, DateTimeOffset, RequestedVerification> change, ISet<IRequestListener> heard)
    {
        var (_, after) = await WriteAsync(id, change);
        return after is not { HasEnded: true } || await TryTellAsync(after, heard);
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

    private async Task TellOnceAsync(RequestedVerification request, ISet<IRequestListener>? heard = null)
    {
        if (!await TryTellAsync(request, heard))
            NotTold(request.Id, request.State.GetType().Name);
    }

    private async Task<bool> TryTellAsync(RequestedVerification request, ISet<IRequestListener>? heard)
    {
        await news.TellAsync(request.Id);
        var told = true;
        foreach (var listener in _listeners.Value)
        {
            if (heard?.Contains(listener) == true)
                continue;
            if (listener.TryTell(request))
                heard?.Add(listener);
            else
                told = false;
        }

        return told;
    }

    [LoggerMessage(7011, LogLevel.Warning, "Not everybody was told that verification {Id} is {State} now: there is too much to do")]
    private partial void NotTold(VerificationId id, string state);
}
