using CallerAuth.Audit;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using StackExchange.Redis;

namespace CallerAuth.Verification;

/// <summary>
/// Does for one claimed verification what is due: a poll, noting that its time is up, or telling its end to whoever waits.
/// Writes only while the claim is its own.
/// </summary>
internal sealed partial class VerificationAttendant(
    PollSchedule schedule, CibaClient ciba, EIdCatalogue eids, IVerificationWaiter waiter, AuditTrail audit, TimeProvider time, Dice dice, ILogger<VerificationAttendant> logger)
{
    // Half a lease, two commands that time out and this are shorter than a lease.
    private static readonly TimeSpan AfterAMiss = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(300);

    public async Task AttendAsync(VerificationId id, double lease, long now, CancellationToken cancellationToken)
    {
        var claimed = await schedule.LoadAsync(id, lease, now);
        if (claimed is null)
            await schedule.ForgetAsync(id, lease);
        else if (claimed.Outcome is { } outcome)
            await TellAsync(claimed, outcome, lease, cancellationToken);
        else if (now >= claimed.ExpiresAt)
            await EndAsync(claimed, new VerificationOutcome.Expired(), cancellationToken);
        else
            await PollAsync(claimed, cancellationToken);
    }

    private async Task PollAsync(StoredVerification claimed, CancellationToken cancellationToken)
    {
        if (eids.Find(claimed.Record.EId) is not { } eid)
        {
            await EndAsync(claimed, new VerificationOutcome.Failed("eid_no_longer_configured"), cancellationToken);
            return;
        }

        if (await AskAsync(claimed, eid, cancellationToken) is not var (held, result))
            return;
        if (OutcomeOf(result, held.Record) is { } outcome)
            await EndAsync(held, outcome, cancellationToken);
        else
            await PollAgainAsync(held, result, cancellationToken);
    }

    /// <summary>Polls once and keeps the claim alive while the provider thinks (CIBA Core 10.1 allows it thirty seconds).</summary>
    /// <returns>Null when the claim was lost: somebody else has it, so nothing is written.</returns>
    private async Task<(StoredVerification Held, PollResult Result)?> AskAsync(StoredVerification claimed, EId eid, CancellationToken cancellationToken)
    {
        // Should this instance die now, nobody may ask again before the interval is over.
        if (claimed.Interval + TimeSpan.FromSeconds(2) > PollSchedule.Lease)
        {
            if (await schedule.RenewAsync(claimed, claimed.Interval + PollSchedule.Lease) is not { } longer)
                return null;
            claimed = claimed with { Lease = longer };
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var poll = ciba.PollAsync(eid, AuthReqId.Parse(claimed.Record.AuthReqId), ClaimantOf(claimed.Record), lost.Token);
        // While the store is away the claim lasts on; only at its end must the poll be given up, before somebody else asks.
        var (wait, missed) = (PollSchedule.Lease / 2, false);
        while (!poll.IsCompleted)
        {
            if (await Task.WhenAny(poll, Task.Delay(wait, time, lost.Token)) == poll)
                break;
            var renewed = await TryRenewAsync(claimed);
            if (renewed.Lost || (renewed.Lease is null && missed))
            {
                LostClaim(claimed.Id);
                await lost.CancelAsync();
                return null;
            }

            (wait, missed) = renewed.Lease is null ? (AfterAMiss, true) : (PollSchedule.Lease / 2, false);
            claimed = claimed with { Lease = renewed.Lease ?? claimed.Lease };
        }

        var result = await poll;
        await lost.CancelAsync();
        return (claimed, result);
    }

    /// <returns>The new lease; or that it was lost; or neither, when the store did not answer.</returns>
    private async Task<(double? Lease, bool Lost)> TryRenewAsync(StoredVerification claimed)
    {
        try
        {
            var lease = await schedule.RenewAsync(claimed, claimed.Interval + TimeSpan.FromSeconds(2));
            return (lease, lease is null);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return (null, Lost: false);
        }
    }

    private async Task PollAgainAsync(StoredVerification held, PollResult result, CancellationToken cancellationToken)
    {
        var interval = PollPace.IntervalAfter(held.Interval, result);
        var failures = PollPace.FailuresAfter(held.Failures, result);
        var step = result is PollResult.Pending pending && pending.Step != PendingStep.Unknown ? pending.Step : held.Step;
        if (result is PollResult.Unavailable unavailable)
            Unanswered(held.Id, unavailable.Why, failures);
        await schedule.PollAgainAsync(held, PollPace.DelayAfter(result, interval, failures, dice()), interval, step, failures);
        if (step != held.Step)
            await waiter.ProgressedAsync(held.Id, held.Record.Waiter, step, cancellationToken);
    }

    private async Task EndAsync(StoredVerification held, VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        var mayBeOpen = outcome is VerificationOutcome.Expired or VerificationOutcome.Failed && eids.Find(held.Record.EId) is { SecondOrderCancelsFirst: true };
        if (await RecordEndAsync(held, outcome, mayBeOpen, cancellationToken) is not { } lease)
        {
            LostClaim(held.Id);
            return;
        }

        Ended(held.Id, outcome.GetType().Name, (outcome as VerificationOutcome.Failed)?.Error);
        await TellAsync(held, outcome, lease, cancellationToken);
    }

    /// <summary>Tokens come once: while the claim lasts, an end that the store could not take is offered to it again.</summary>
    private async Task<double?> RecordEndAsync(StoredVerification held, VerificationOutcome outcome, bool mayBeOpen, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await schedule.EndAsync(held, outcome, mayBeOpen);
            }
            catch (Exception e) when ((e is RedisException or TimeoutException) && time.GetElapsedTime(began) < PollSchedule.Lease / 2)
            {
                await Task.Delay(BetweenTries, time, cancellationToken);
            }
        }
    }

    private async Task TellAsync(StoredVerification held, VerificationOutcome outcome, double lease, CancellationToken cancellationToken)
    {
        var recorded = held.Recorded || await audit.EndedAsync(held.Record.Asked, WordFor(outcome), (outcome as VerificationOutcome.Verified)?.Identity.Acr);
        try
        {
            await waiter.EndedAsync(held.Id, held.Record.Waiter, outcome, cancellationToken);
        }
        catch when (recorded && !held.Recorded)
        {
            await schedule.RecordedAsync(held.Id, lease);
            throw;
        }

        // What could not be recorded is told again when the lease is over, and recorded then.
        if (recorded)
            await schedule.ForgetAsync(held.Id, lease);
    }

    private static string WordFor(VerificationOutcome outcome) => outcome switch
    {
        VerificationOutcome.Verified => AuditOutcome.Verified,
        VerificationOutcome.Declined => AuditOutcome.Declined,
        VerificationOutcome.Expired => AuditOutcome.Expired,
        VerificationOutcome.Mismatch => AuditOutcome.Mismatch,
        VerificationOutcome.Failed failed => AuditOutcome.Failed(failed.Error),
        _ => AuditOutcome.Cancelled,
    };

    private static Claimant ClaimantOf(VerificationRecord record) => new(
        record.EId, NationalIdHash.Parse(record.NationalIdHash), record.BirthDateHash is { } hash ? BirthDateHash.Parse(hash) : null);

    private VerificationOutcome? OutcomeOf(PollResult result, VerificationRecord record) => result switch
    {
        PollResult.Approved approved => new VerificationOutcome.Verified(approved.Identity.Only(record.Asked is { } asked ? waiter.ClaimsWanted(asked.Line) : [])),
        PollResult.Declined => new VerificationOutcome.Declined(),
        PollResult.Expired => new VerificationOutcome.Expired(),
        PollResult.Mismatch => new VerificationOutcome.Mismatch(),
        PollResult.Failed failed => new VerificationOutcome.Failed(failed.Error),
        _ => null,
    };

    [LoggerMessage(2201, LogLevel.Information, "Verification {Id} ended: {Outcome} {Error}")]
    private partial void Ended(VerificationId id, string outcome, string? error);

    [LoggerMessage(2202, LogLevel.Information, "Verification {Id} is not this instance's any more; nothing was written")]
    private partial void LostClaim(VerificationId id);

    [LoggerMessage(2203, LogLevel.Warning, "A poll of verification {Id} brought no answer ({Why}), {Failures} in a row")]
    private partial void Unanswered(VerificationId id, string why, int failures);
}
