using CallerAuth.Calls;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>Writes requested verifications down: load, change, compare-and-set, and again on top of whoever was faster. Then tells of it.</summary>
internal sealed class RequestBook(RequestStore requests, RequestNews news, Errands errands, IServiceProvider services, TimeProvider time)
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
        await TellAsync(standing);
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
        var request = await requests.FindAsync(id);
        for (var round = 0; request is not null && round < MostRounds; round++)
        {
            var next = change(request, time.GetUtcNow());
            if (ReferenceEquals(next, request))
                return (false, request);
            var (saved, standing) = await requests.SaveAsync(next);
            if (saved && standing is not null)
            {
                await TellAsync(standing);
                return (true, standing);
            }

            request = standing;
        }

        return (false, request);
    }

    private async Task TellAsync(RequestedVerification request)
    {
        await news.TellAsync(request.Id);
        foreach (var listener in _listeners.Value)
            errands.TryRun(cancellationToken => listener.ChangedAsync(request, cancellationToken));
    }
}
