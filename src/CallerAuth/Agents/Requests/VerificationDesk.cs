using System.Runtime.CompilerServices;
using CallerAuth.Calls;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Requests;

/// <summary>
/// Where agents and the company's systems ask who somebody is: the one way in for the API, the console and calls that the company
/// places. It answers as soon as the request is written down; the provider is asked after that, and the national ID forgotten.
/// </summary>
internal sealed partial class VerificationDesk(
    DeskRules rules, Verifier verifier, RequestBook book, RequestCloser closer, AskedOnCalls onCalls, RequestNews news, Errands errands, TimeProvider time, ILogger<VerificationDesk> logger)
{
    /// <summary>News that was lost costs a follower so long.</summary>
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromSeconds(3);

    /// <exception cref="StackExchange.Redis.RedisException">The store is away; nothing rang.</exception>
    public async Task<DeskAnswer> AskAsync(DeskRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (asked, refused) = await rules.CheckAsync(request);
        if (asked is null)
            return refused!;

        var id = verifier.NewId(asked.NationalId);
        var clearance = await verifier.ReserveAsync(new VerificationRequest(
            id,
            asked.EId,
            asked.NationalId,
            request.Initiator,
            asked.BindingMessage,
            asked.Line.Options.MaxWait,
            DeskWaiter.For(id),
            new Asker(request.AskedBy, request.Line, CallingNumber: null)));
        return clearance switch
        {
            Clearance.Given given => await BeginAsync(request, asked, given),
            Clearance.AlreadyRunning => new DeskAnswer.Refused(null, RefusalCode.AlreadyRunning, "Another verification of this person is running. Wait for its end, or cancel it."),
            Clearance.Limited limited => new DeskAnswer.Refused(null, RefusalCode.Limited, "This person, this line or this service has started as many verifications as the limits allow for now.")
            {
                RetryAfter = limited.Wait,
            },
            _ => throw new InvalidOperationException("A clearance that is none."),
        };
    }

    /// <returns>Null when there is no such verification (any more).</returns>
    public Task<RequestedVerification?> FindAsync(VerificationId id, CancellationToken cancellationToken) => book.FindAsync(id).WaitAsync(cancellationToken);

    /// <summary>As it stands now, then after each change on any instance, until it has ended. Several changes at once may be one.</summary>
    public async IAsyncEnumerable<RequestedVerification> FollowAsync(VerificationId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Listens before it looks, so nothing happens between the two unheard.
        using var follower = await news.FollowAsync(id);
        for (var seen = 0L; ; await follower.WaitAsync(LookAtLeastEvery, time, cancellationToken))
        {
            var (isKnown, request) = await LookAsync(id, cancellationToken);
            if (request?.Version > seen)
                yield return request;
            if (isKnown && request is null or { HasEnded: true })
                yield break;
            seen = request?.Version ?? seen;
        }
    }

    /// <summary>
    /// Ends a verification that nobody wants to know any more. Idura cannot be told, so the app's request lapses by itself. What was
    /// cancelled before is cancelled again: of the first time nothing but the writing may have come about.
    /// </summary>
    /// <returns>False when it had ended already, or there is none.</returns>
    /// <exception cref="StackExchange.Redis.RedisException">The store is away; may be repeated.</exception>
    public async Task<bool> CancelAsync(VerificationId id, CancellationToken cancellationToken)
    {
        var heard = new HashSet<IRequestListener>();
        var (changed, after) = await book.ChangeAsync(id, Cancelled, heard);
        // Who cancels may try again, where an errand that finds no room does not.
        if (after is { State: RequestState.Unverified { Reason: UnverifiedReason.Cancelled } } && !errands.TryRun(stopping => FinishCancelAsync(id, heard, stopping)))
            await verifier.CancelAsync(id);
        return changed;
    }

    private async Task FinishCancelAsync(VerificationId id, ISet<IRequestListener> heard, CancellationToken cancellationToken)
    {
        await errands.InsistAsync(_ => verifier.CancelAsync(id), cancellationToken);
        await closer.InsistAsync(id, Cancelled, heard, cancellationToken);
    }

    // Who follows has patience: a store that is away comes back.
    private async Task<(bool IsKnown, RequestedVerification? Request)> LookAsync(VerificationId id, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await book.FindAsync(id).WaitAsync(cancellationToken));
        }
        catch (Exception e) when (e is StackExchange.Redis.RedisException or TimeoutException)
        {
            return (false, null);
        }
    }

    private async Task<DeskAnswer> BeginAsync(DeskRequest request, CheckedRequest asked, Clearance.Given given)
    {
        var now = time.GetUtcNow();
        RequestedVerification begun;
        DeskAnswer.Refused? refused = null;
        var id = given.Request.Id;
        try
        {
            begun = await book.BeginAsync(new RequestedVerification
            {
                Id = id,
                Line = request.Line,
                CallSid = request.CallSid,
                TaskSid = request.TaskSid,
                EId = asked.EId.Name,
                Initiator = request.Initiator,
                AskedBy = request.AskedBy,
                AskedAt = now,
                Person = given.Asked.Person ?? throw new InvalidOperationException("A verification of nobody."),
                State = new RequestState.Starting(),
                ChangedAt = now,
            });
            if (request.CallSid is { } callSid)
            {
                // Before anything rings, so that no earlier answer on this call outlives what comes of this one.
                await onCalls.NoteAsync(callSid, id);
                // Who ended the call before that did not see it there.
                refused = await rules.FaultInCallAsync(request);
            }

            if (refused is not null)
            {
                await book.ChangeAsync(id, Cancelled);
            }
            else if (!errands.TryRun(cancellationToken => StartAsync(given, cancellationToken)))
            {
                refused = new DeskAnswer.Refused(null, RefusalCode.Busy, "Too much is going on just now. Try again in a moment.");
                await book.ChangeAsync(id, NotStarted);
            }
        }
        catch
        {
            // Also what was written although the store's answer was lost: nobody shall see it starting for ever.
            if (!errands.TryRun(stopping => closer.InsistAsync(id, NotStarted, new HashSet<IRequestListener>(), stopping)))
                LeftStarting(id);
            await GiveBackAsync(given);
            throw;
        }

        if (refused is null)
            return new DeskAnswer.Accepted(begun);
        await GiveBackAsync(given);
        return refused;
    }

    private static RequestedVerification Cancelled(RequestedVerification request, DateTimeOffset now) => request.Cancelled(now);

    private static RequestedVerification NotStarted(RequestedVerification request, DateTimeOffset now) => request.Started(new VerificationStart.Faulty(), now);

    // Never in the way of what is to be said: the person is free again by itself, only later.
    private async Task GiveBackAsync(Clearance.Given given)
    {
        try
        {
            await verifier.GiveBackAsync(given);
        }
#pragma warning disable CA1031 // Whatever failed, who asked learns of what went wrong first.
        catch (Exception e)
        {
            NotGivenBack(e, given.Request.Id);
        }
#pragma warning restore CA1031
    }

    private async Task StartAsync(Clearance.Given given, CancellationToken cancellationToken)
    {
        var id = given.Request.Id;
        var start = await TryStartAsync(given, cancellationToken);
        RequestedVerification Started(RequestedVerification request, DateTimeOffset now) => request.Started(start, now);
        if (start is not VerificationStart.Running)
        {
            // The poll engine knows nothing of a start that failed, so its end is told here until it is heard.
            await closer.InsistAsync(id, Started, new HashSet<IRequestListener>(), cancellationToken);
            return;
        }

        await errands.InsistAsync(
            async _ =>
            {
                var (_, after) = await book.ChangeAsync(id, Started);
                // It may have been cancelled meanwhile, or given up; the app has rung all the same.
                if (after is not { State: RequestState.Pending or RequestState.Verified })
                    await verifier.CancelAsync(id);
            },
            cancellationToken);
    }

    private async Task<VerificationStart> TryStartAsync(Clearance.Given given, CancellationToken cancellationToken)
    {
        try
        {
            return await verifier.StartAsync(given, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever failed, who asked learns that it did.
        catch (Exception e)
        {
            StartFailed(e, given.Request.Id);
            return new VerificationStart.Faulty();
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(7001, LogLevel.Error, "Verification {Id} that was asked for at the desk could not be started")]
    private partial void StartFailed(Exception exception, VerificationId id);

    [LoggerMessage(7002, LogLevel.Warning, "Verification {Id} was not started, and its person could not be given free; they are within a minute")]
    private partial void NotGivenBack(Exception exception, VerificationId id);

    [LoggerMessage(7003, LogLevel.Error, "Verification {Id} was not started, and there is too much to do to write that down; it ends when somebody reads it")]
    private partial void LeftStarting(VerificationId id);
}
