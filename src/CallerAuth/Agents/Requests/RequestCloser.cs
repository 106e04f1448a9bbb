using CallerAuth.Calls;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>
/// Brings requests to an end that the poll engine does not tell, because they never rang or were cancelled, and tells of it until
/// everybody has taken notice; whoever has is not told again.
/// </summary>
internal sealed partial class RequestCloser(RequestBook book, Errands errands, ILogger<RequestCloser> logger)
{
    /// <summary>Few enough among all errands to leave the callers' own undisturbed, as long as a listener is busy.</summary>
    internal const int MostAtOnce = 200;

    private int _waiting;

    /// <summary>A part of an errand: insists on the writing, and on the telling where not too many others do already.</summary>
    /// <param name="id">The request.</param>
    /// <param name="change">Ends it.</param>
    /// <param name="heard">Who has heard of this end before.</param>
    /// <param name="cancellationToken">Of the errand.</param>
    public async Task InsistAsync(
        VerificationId id, Func<RequestedVerification, DateTimeOffset, RequestedVerification> change, ISet<IRequestListener> heard, CancellationToken cancellationToken)
    {
        var waits = false;
        try
        {
            await errands.InsistAsync(
                async _ =>
                {
                    if (await book.TryEndAsync(id, change, heard))
                        return;
                    waits = waits || TryWait();
                    if (waits)
                        throw new InvalidOperationException($"Not everybody could be told of the end of verification {id}.");
                    TooMany(id, MostAtOnce);
                },
                cancellationToken);
        }
        finally
        {
            if (waits)
                Interlocked.Decrement(ref _waiting);
        }
    }

    private bool TryWait()
    {
        if (Interlocked.Increment(ref _waiting) <= MostAtOnce)
            return true;
        Interlocked.Decrement(ref _waiting);
        return false;
    }

    [LoggerMessage(7021, LogLevel.Warning, "Not everybody was told of the end of verification {Id}: {Most} ends wait already")]
    private partial void TooMany(VerificationId id, int most);
}
