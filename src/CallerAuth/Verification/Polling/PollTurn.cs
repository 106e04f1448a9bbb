using System.Diagnostics;
using CallerAuth.Audit;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tracing;
using StackExchange.Redis;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Does for one verification what is due: a poll, noting that its time is up, writing its end, or telling it to whoever waits.
/// What the store does not take now is kept in memory and offered again.
/// </summary>
internal sealed partial class PollTurn(
    ShardLedger ledger, PollDesk desk, CibaClient ciba, EIdCatalogue eids, VerificationWaiters waiters, IEnumerable<IVerificationWitness> witnesses, AuditTrail audit, PollClock clock, PollMeter meter, Dice dice, ILogger<PollTurn> logger)
{
    private static readonly TimeSpan WhileTheStoreIsAway = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ToldAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToldAgainAtMostAfter = TimeSpan.FromSeconds(8);

    /// <returns>When it wants attention again; null when it is done with.</returns>
    public async Task<TimeSpan?> TakeAsync(PendingPoll poll, CancellationToken polls)
    {
        using var trace = SubjectTrace.IsOn ? SubjectTrace.Begin(poll.Outcome is null ? "poll" : "tell the end", ActivityKind.Internal, poll.Waiter ??= ledger.Open(poll).Waiter) : null;
        trace?.SetTag("callerauth.eid", poll.EId?.Name);
        if (poll.Outcome is { } outcome)
            return await EndAsync(poll, outcome);
        if (clock.Now >= poll.ExpiresAt)
            return await EndAsync(poll, new VerificationOutcome.Expired());
        if (poll.EId is not { } eid)
            return await EndAsync(poll, new VerificationOutcome.Failed("eid_no_longer_configured"));

        var result = await ciba.PollAsync(eid, poll.AuthReqId, () => ClaimantOf(ledger.Open(poll)), polls);
        trace?.SetTag("callerauth.result", result.GetType().Name);
        return OutcomeOf(result, poll) is { } end ? await EndAsync(poll, end) : await AgainAsync(poll, result);
    }

    private async ValueTask<TimeSpan?> AgainAsync(PendingPoll poll, PollResult result)
    {
        var interval = PollPace.IntervalAfter(poll.Interval, result);
        var step = result is PollResult.Pending pending && pending.Step != PendingStep.Unknown ? pending.Step : poll.Step;
        poll.Failures = PollPace.FailuresAfter(poll.Failures, result);
        if (result is PollResult.Unavailable unavailable)
            Unanswered(poll.Id, unavailable.Why, poll.Failures);
        // Only what failed is spread, and a throw of these dice costs a microsecond.
        var delay = PollPace.DelayAfter(result, interval, poll.Failures, poll.Failures > 0 ? dice() : 0);
        var hasStepped = step != poll.Step;
        // What others would need to know if we died now; nothing else is worth a write.
        if (hasStepped || interval != poll.Interval || (poll.Failures == 0 && delay > interval))
            poll.IsUnsaved = true;
        (poll.Interval, poll.Step) = (interval, step);
        if (poll.IsUnsaved && await TryAsync(() => ledger.ChangeAsync(OwnerOf(poll), poll, delay), poll) is { } answer)
        {
            if (answer != LedgerAnswer.Written)
                return NotHere(poll, answer);
            poll.IsUnsaved = false;
        }

        if (hasStepped)
        {
            var waiter = ledger.Open(poll).Waiter;
            await waiters.Of(waiter).ProgressedAsync(poll.Id, waiter, step, CancellationToken.None);
        }

        return delay;
    }

    private async Task<TimeSpan?> EndAsync(PendingPoll poll, VerificationOutcome outcome)
    {
        // Tokens come once: what cannot be written now stays here.
        poll.Outcome = outcome;
        var record = ledger.Open(poll);
        if (!poll.IsWritten)
        {
            var mayBeOpen = outcome is VerificationOutcome.Expired or VerificationOutcome.Failed && eids.Find(record.EId) is { SecondOrderCancelsFirst: true };
            if (await TryAsync(() => ledger.EndAsync(OwnerOf(poll), poll, record.NationalIdHash, outcome, mayBeOpen), poll) is not { } answer)
                return IsOver(poll) ? null : WhileTheStoreIsAway;
            if (answer != LedgerAnswer.Written)
                return NotHere(poll, answer);
            (poll.IsWritten, poll.Failures) = (true, 0);
            Ended(poll.Id, outcome.GetType().Name, (outcome as VerificationOutcome.Failed)?.Error);
        }

        return await TellAsync(poll, record, outcome);
    }

    private async Task<TimeSpan?> TellAsync(PendingPoll poll, VerificationRecord record, VerificationOutcome outcome)
    {
        poll.IsRecorded = poll.IsRecorded || await audit.EndedAsync(record.Asked, WordFor(outcome), (outcome as VerificationOutcome.Verified)?.Identity.Acr);
        poll.IsTold = poll.IsTold || await IsToldAsync(poll, record, outcome);
        if (poll is { IsRecorded: true, IsTold: true } && await TryAsync(() => ledger.ForgetAsync(OwnerOf(poll), poll.Id), poll) is not null)
            return null;
        if (poll is { IsRecorded: true, IsTold: false, Failures: 0 })
            await TryAsync(() => ledger.RecordedAsync(OwnerOf(poll), poll.Id), poll);
        var pause = ToldAgainAfter * Math.Pow(2, Math.Min(poll.Failures++, 10));
        if (!IsOver(poll))
            return TimeSpan.Min(pause, ToldAgainAtMostAfter);
        await TryAsync(() => ledger.ForgetAsync(OwnerOf(poll), poll.Id), poll);
        return null;
    }

    // Who cannot be told keeps no other from hearing it; then all are told again.
    private async Task<bool> IsToldAsync(PendingPoll poll, VerificationRecord record, VerificationOutcome outcome)
    {
        var told = await TryTellAsync(poll, () => waiters.Of(record.Waiter).EndedAsync(poll.Id, record.Waiter, outcome, CancellationToken.None));
        foreach (var witness in witnesses)
            told &= await TryTellAsync(poll, () => witness.EndedAsync(poll.Id, record, outcome, CancellationToken.None));
        return told;
    }

    private async Task<bool> TryTellAsync(PendingPoll poll, Func<Task> tell)
    {
        try
        {
            await tell();
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps whoever waits from hearing it: it is told again.
        catch (Exception e)
        {
            NotTold(e, poll.Id);
            return false;
        }
#pragma warning restore CA1031
    }

    /// <returns>Null when the store did not answer.</returns>
    private async Task<LedgerAnswer?> TryAsync(Func<Task<LedgerAnswer>> write, PendingPoll poll)
    {
        try
        {
            return await write();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            meter.Unwritten();
            StoreAway(poll.Id, e.GetType().Name);
            return null;
        }
    }

    private TimeSpan? NotHere(PendingPoll poll, LedgerAnswer answer)
    {
        if (answer == LedgerAnswer.NotOurs)
        {
            LostShard(poll.Id);
            // Whether the whole shard is lost is found out by looking.
            desk.HandIn(new HandedIn.Attention(poll.Id.Shard));
        }

        return null;
    }

    private static string OwnerOf(PendingPoll poll) => poll.Shard?.Owner ?? throw new InvalidOperationException("A verification in nobody's shard.");

    /// <summary>What could not be told for so long is in nobody's ear any more.</summary>
    private bool IsOver(PendingPoll poll) => clock.Now > poll.ExpiresAt + (long)VerificationStore.Keep.TotalMilliseconds;

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

    private VerificationOutcome? OutcomeOf(PollResult result, PendingPoll poll) => result switch
    {
        PollResult.Approved approved => new VerificationOutcome.Verified(approved.Identity.Only(ClaimsWanted(ledger.Open(poll)))),
        PollResult.Declined => new VerificationOutcome.Declined(),
        PollResult.Expired => new VerificationOutcome.Expired(),
        PollResult.Mismatch => new VerificationOutcome.Mismatch(),
        PollResult.Failed failed => new VerificationOutcome.Failed(failed.Error),
        _ => null,
    };

    private IReadOnlyCollection<string> ClaimsWanted(VerificationRecord record) =>
        record.Asked is { } asked ? waiters.Of(record.Waiter).ClaimsWanted(asked.Line) : [];

    [LoggerMessage(2201, LogLevel.Information, "Verification {Id} ended: {Outcome} {Error}")]
    private partial void Ended(VerificationId id, string outcome, string? error);

    [LoggerMessage(2202, LogLevel.Information, "Verification {Id} is not this instance's any more; nothing was written")]
    private partial void LostShard(VerificationId id);

    [LoggerMessage(2203, LogLevel.Warning, "A poll of verification {Id} brought no answer ({Why}), {Failures} in a row")]
    private partial void Unanswered(VerificationId id, string why, int failures);

    [LoggerMessage(2204, LogLevel.Warning, "The store did not take what became of verification {Id} ({Fault}); it is offered again")]
    private partial void StoreAway(VerificationId id, string fault);

    [LoggerMessage(2205, LogLevel.Warning, "Whoever waits for verification {Id} could not be told of its end; it is told again")]
    private partial void NotTold(Exception exception, VerificationId id);
}
