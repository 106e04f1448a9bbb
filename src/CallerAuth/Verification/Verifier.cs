using System.Diagnostics;
using CallerAuth.Audit;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tracing;

namespace CallerAuth.Verification;

/// <summary>
/// Starts and cancels verifications. It knows nothing of telephones: an IVR, an agent or an outbound call may ask,
/// and each is told of the end through <see cref="IVerificationWaiter"/>.
/// </summary>
internal sealed partial class Verifier(
    CibaClient ciba, EIdCatalogue eids, VerificationStore store, Limits limits, NationalIdHasher hasher, AuditTrail audit, ILogger<Verifier> logger)
{
    /// <summary>Longer than any start may take; a start that never came back gives the person free by itself.</summary>
    private static readonly TimeSpan ReservedAtMost = TimeSpan.FromSeconds(45);

    /// <summary>A name for the verification to come, so that the asker can remember it before anything rings.</summary>
    public VerificationId NewId(NationalId nationalId) => VerificationId.New(hasher.Hash(nationalId));

    /// <summary>Rings the person's app and begins to poll. Never retried: a second start is a second ring.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">The store is away: before the ring nothing has happened; after it the app's request will lapse.</exception>
    public async Task<VerificationStart> StartAsync(VerificationRequest request, CancellationToken cancellationToken) => await ReserveAsync(request) switch
    {
        Clearance.Given given => await StartAsync(given, cancellationToken),
        Clearance.AlreadyRunning => new VerificationStart.AlreadyRunning(),
        _ => new VerificationStart.Limited(),
    };

    /// <summary>Takes the person and counts the start, for who wants to know before the ring whether there may be one.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">The store is away. The person may be taken for a while.</exception>
    public async Task<Clearance> ReserveAsync(VerificationRequest request)
    {
        var person = hasher.Hash(request.NationalId);
        var asked = audit.Asked(request.Asker.By, request.Asker.Line, request.EId.Name, request.Id.Value, person, request.Asker.CallingNumber);
        try
        {
            var (clearance, outcome) = await ReserveAsync(request, person, asked);
            if (outcome is not null)
                await audit.EndedAsync(asked, outcome);
            return clearance;
        }
        catch
        {
            await audit.EndedAsync(asked, AuditOutcome.Error);
            throw;
        }
    }

    /// <summary>The same as the other, for who has taken the person before.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">The store is away; the app's request will lapse.</exception>
    public async Task<VerificationStart> StartAsync(Clearance.Given given, CancellationToken cancellationToken)
    {
        try
        {
            var (start, outcome) = await RingAsync(given, cancellationToken);
            if (outcome is not null)
                await audit.EndedAsync(given.Asked, outcome);
            return start;
        }
        catch
        {
            await audit.EndedAsync(given.Asked, AuditOutcome.Error);
            throw;
        }
    }

    /// <summary>For who has taken the person and cannot go on: nothing rang and nothing is counted.</summary>
    public async Task GiveBackAsync(Clearance.Given given)
    {
        await audit.EndedAsync(given.Asked, AuditOutcome.Error);
        await store.ReleaseAsync(given.Request.Id, given.Person, given.Taken, nothingRang: true);
        await limits.GiveBackAsync(given.Counted);
    }

    /// <summary>Ends a verification that nobody waits for any more. Idura cannot be told, so the app's request lapses by itself.</summary>
    public async Task CancelAsync(VerificationId id)
    {
        if (await store.FindAsync(id) is not { } record
            || !await store.CancelAsync(id, record.NationalIdHash, eids.Find(record.EId)?.SecondOrderCancelsFirst ?? true))
            return;
        Cancelled(id);
        await audit.EndedAsync(record.Asked, AuditOutcome.Cancelled);
    }

    /// <returns>The answer, and the word for the audit trail when it is no.</returns>
    private async Task<(Clearance Clearance, string? Outcome)> ReserveAsync(VerificationRequest request, NationalIdHash person, AuditRecord asked)
    {
        var counting = await limits.CountAsync(request.Id, request.Asker);
        if (counting is Counting.Reached reached)
            return (new Clearance.Limited(reached.Wait), AuditOutcome.Limited);
        var counted = ((Counting.Counted)counting).Starts;
        var reservation = await store.ReserveAsync(request.Id, person, ReservedAtMost, limits.PerPerson);
        if (reservation is Reservation.Taken taken)
            return (new Clearance.Given(request, person, asked, taken, counted), null);
        await limits.GiveBackAsync(counted);
        return NotReserved(request.Id, reservation);
    }

    /// <returns>The start, and the word for the audit trail when it came to nothing.</returns>
    private async Task<(VerificationStart Start, string? Outcome)> RingAsync(Clearance.Given given, CancellationToken cancellationToken)
    {
        using var trace = SubjectTrace.Begin("start verification", ActivityKind.Internal, given.Request.Waiter);
        trace?.SetTag("callerauth.eid", given.Request.EId.Name);
        var result = await RingAsync(given.Request, given.Person, given.Taken, cancellationToken);
        trace?.SetTag("callerauth.result", result.GetType().Name);
        return result is StartResult.Started started ? (await BeginAsync(given.Request, given.Person, given.Asked, started), null) : NotStarted(given.Request.Id, result);
    }

    /// <summary>
    /// Asks the provider; the person is free again unless the app has rung. The start stays counted for the person unless the provider
    /// has said no: an answer that was lost may have rung.
    /// </summary>
    private async Task<StartResult> RingAsync(VerificationRequest request, NationalIdHash person, Reservation.Taken taken, CancellationToken cancellationToken)
    {
        StartResult? result = null;
        try
        {
            return result = await ciba.StartAsync(request.EId, request.NationalId, request.Initiator, request.BindingMessage, request.Id.Value, cancellationToken);
        }
        finally
        {
            if (result is not StartResult.Started)
                await store.ReleaseAsync(request.Id, person, taken, nothingRang: result is StartResult.Refused or StartResult.Unavailable { NothingSent: true });
        }
    }

    private async Task<VerificationStart> BeginAsync(VerificationRequest request, NationalIdHash person, AuditRecord asked, StartResult.Started started)
    {
        var wait = TimeSpan.Min(started.ExpiresIn, request.MaxWait);
        var record = new VerificationRecord
        {
            EId = request.EId.Name,
            AuthReqId = started.AuthReqId.Value,
            NationalIdHash = person.Value,
            BirthDateHash = hasher.HashBirthDate(request.NationalId)?.Value,
            Waiter = request.Waiter,
            Asked = asked,
        };
        await store.BeginAsync(request.Id, record, started, wait);
        Began(request.Id, request.EId.Name, wait);
        return new VerificationStart.Running(started.Words, wait);
    }

    private (Clearance Clearance, string Outcome) NotReserved(VerificationId id, Reservation reservation)
    {
        if (reservation is Reservation.Limited limited)
        {
            limits.ReachedByPerson(id);
            return (new Clearance.Limited(limited.Wait), AuditOutcome.Limited);
        }

        RefusedSecond(id);
        return (new Clearance.AlreadyRunning(), AuditOutcome.AlreadyRunning);
    }

    private (VerificationStart Start, string Outcome) NotStarted(VerificationId id, StartResult result)
    {
        switch (result)
        {
            case StartResult.Refused refused when IsOurs(refused.Error):
                Misconfigured(id, refused.Error);
                return (new VerificationStart.Faulty(), AuditOutcome.Error);
            case StartResult.Refused refused:
                Refused(id, refused.Error);
                return (new VerificationStart.Unavailable(), AuditOutcome.Refused);
            default:
                NotReached(id, (result as StartResult.Unavailable)?.Why ?? "unknown");
                return (new VerificationStart.Unavailable(), AuditOutcome.Unavailable);
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
