using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>
/// Starts and cancels verifications. It knows nothing of telephones: an IVR, an agent or an outbound call may ask,
/// and each is told of the end through <see cref="IVerificationWaiter"/>.
/// </summary>
internal sealed partial class Verifier(
    CibaClient ciba, EIdCatalogue eids, VerificationStore store, NationalIdHasher hasher, ILogger<Verifier> logger)
{
    /// <summary>Longer than any start may take; a start that never came back gives the person free by itself.</summary>
    private static readonly TimeSpan ReservedAtMost = TimeSpan.FromSeconds(45);

    /// <summary>A name for the verification to come, so that the asker can remember it before anything rings.</summary>
    public VerificationId NewId(NationalId nationalId) => VerificationId.New(hasher.Hash(nationalId));

    /// <summary>Rings the person's app and begins to poll. Never retried: a second start is a second ring.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">The store is away: before the ring nothing has happened; after it the app's request will lapse.</exception>
    public async Task<VerificationStart> StartAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        var person = hasher.Hash(request.NationalId);
        if (!await store.ReserveAsync(request.Id, person, ReservedAtMost))
        {
            RefusedSecond(request.Id);
            return new VerificationStart.AlreadyRunning();
        }

        var result = await RingAsync(request, person, cancellationToken);
        return result is StartResult.Started started ? await BeginAsync(request, person, started) : NotStarted(request.Id, result);
    }

    /// <summary>Ends a verification that nobody waits for any more. Idura cannot be told, so the app's request lapses by itself.</summary>
    public async Task CancelAsync(VerificationId id)
    {
        if (await store.FindAsync(id) is not { } record)
            return;
        await store.CancelAsync(id, record.NationalIdHash, eids.Find(record.EId)?.SecondOrderCancelsFirst ?? true);
        Cancelled(id);
    }

    /// <summary>Asks the provider; the person is free again unless the app has rung.</summary>
    private async Task<StartResult> RingAsync(VerificationRequest request, NationalIdHash person, CancellationToken cancellationToken)
    {
        StartResult? result = null;
        try
        {
            return result = await ciba.StartAsync(request.EId, request.NationalId, request.Initiator, request.BindingMessage, cancellationToken);
        }
        finally
        {
            if (result is not StartResult.Started)
                await store.ReleaseAsync(request.Id, person);
        }
    }

    private async Task<VerificationStart> BeginAsync(VerificationRequest request, NationalIdHash person, StartResult.Started started)
    {
        var wait = started.ExpiresIn < request.MaxWait ? started.ExpiresIn : request.MaxWait;
        var record = new VerificationRecord
        {
            EId = request.EId.Name,
            AuthReqId = started.AuthReqId.Value,
            NationalIdHash = person.Value,
            BirthDateHash = hasher.HashBirthDate(request.NationalId)?.Value,
            Waiter = request.Waiter,
        };
        await store.BeginAsync(request.Id, record, started, wait);
        Began(request.Id, request.EId.Name, wait);
        return new VerificationStart.Running(started.Words, wait);
    }

    private VerificationStart NotStarted(VerificationId id, StartResult result)
    {
        switch (result)
        {
            case StartResult.Refused refused when IsOurs(refused.Error):
                Misconfigured(id, refused.Error);
                return new VerificationStart.Faulty();
            case StartResult.Refused refused:
                Refused(id, refused.Error);
                return new VerificationStart.Unavailable();
            default:
                NotReached(id, (result as StartResult.Unavailable)?.Why ?? "unknown");
                return new VerificationStart.Unavailable();
        }
    }

    // CIBA Core 13: these speak of the client, not of the person; an operator must mend them.
    private static bool IsOurs(string error) => error is "invalid_client" or "unauthorized_client" or "invalid_scope" or "invalid_request" or "invalid_binding_message";

    [LoggerMessage(2001, LogLevel.Information, "Verification {Id} began with {EId}; it may take {Wait}")]
    private partial void Began(VerificationId id, string eId, TimeSpan wait);

    [LoggerMessage(2002, LogLevel.Information, "Verification {Id} was not begun: another one of the same person runs")]
    private partial void RefusedSecond(VerificationId id);

    [LoggerMessage(2003, LogLevel.Warning, "Verification {Id} was refused by the provider: {Error}")]
    private partial void Refused(VerificationId id, string error);

    [LoggerMessage(2004, LogLevel.Error, "Verification {Id} was refused because of this service's settings: {Error}")]
    private partial void Misconfigured(VerificationId id, string error);

    [LoggerMessage(2005, LogLevel.Warning, "Verification {Id} could not be started: {Why}")]
    private partial void NotReached(VerificationId id, string why);

    [LoggerMessage(2006, LogLevel.Information, "Verification {Id} was cancelled")]
    private partial void Cancelled(VerificationId id);
}
