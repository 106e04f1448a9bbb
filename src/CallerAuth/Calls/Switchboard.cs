using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using CallerAuth.Lines;

namespace CallerAuth.Calls;

/// <summary>
/// Applies what happened to a call: next state, compare-and-set, and again on top of whoever was faster. One round trip to the store in
/// the ordinary case, in which the step before came here too; else one more to load the call.
/// </summary>
internal sealed partial class Switchboard(CallStore calls, RecentCalls recent, LineDirectory lines, CallListeners listeners, TimeProvider time, ILogger<Switchboard> logger)
{
    /// <summary>Rivals for one call are few: a doubled webhook, the poller, a hang-up.</summary>
    private const int MostRounds = 8;

    /// <summary>A call rang. A doubled webhook finds the call where it stands.</summary>
    public async Task<Call> RangAsync(string callSid, string to, Line line)
    {
        var begun = CallStory.Begin(CallFlow.Begin(callSid, to, line), time.GetUtcNow());
        var saved = await calls.SaveAsync(begun);
        if (saved.Standing is not null)
            recent.Note(saved.Standing);
        if (saved is { Saved: true, Standing: { } standing })
        {
            Rang(callSid, line.Options.Name);
            listeners.Tell(new Transition(begun, standing, null));
        }

        return saved.Standing ?? begun;
    }

    /// <summary>Twilio has taken a call of ours to place.</summary>
    public async Task<Call> PlacedAsync(Call call, Line line)
    {
        var begun = CallStory.Begin(call, time.GetUtcNow());
        var saved = await calls.SaveAsync(begun);
        if (saved is { Saved: true, Standing: { } standing })
        {
            Placed(call.CallSid, line.Options.Name, call.Placed?.By ?? "nobody");
            listeners.Tell(new Transition(begun, standing, null));
        }

        return saved.Standing ?? begun;
    }

    /// <param name="callSid">The call.</param>
    /// <param name="happened">Says what happened, seen from where the call stands; null when nothing did.</param>
    /// <returns>What became of it, or null when the call is not known.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Transition?> HappenedAsync(string callSid, Func<Call, CallEvent?> happened)
    {
        var before = recent.Find(callSid);
        var isGuess = before is not null;
        before ??= await calls.FindAsync(callSid);
        for (var round = 0; before is not null && round < MostRounds; round++)
        {
            var what = happened(before);
            var after = what is null ? before : Next(before, what);
            if (ReferenceEquals(after, before))
            {
                if (!isGuess)
                    return Unmoved(before, what);
                // That nothing changes is only so if the call still stands there.
                before = await calls.FindAsync(callSid);
            }
            else
            {
                var saved = await calls.SaveAsync(after);
                if (saved is { Saved: true, Standing: { } standing })
                    return Moved(before, standing, what!);
                before = saved.Standing;
            }

            isGuess = false;
        }

        return before is null ? Unknown(callSid) : Unmoved(before, null);
    }

    /// <summary>For who only needs to know who somebody is.</summary>
    /// <returns>Null when the call is not known, or was sealed with another key or by another version: nobody in particular, but somebody who wants to talk.</returns>
    public async Task<Call?> LookAsync(string callSid)
    {
        try
        {
            return await calls.FindAsync(callSid);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            NotReadable(e, callSid);
            return null;
        }
    }

    private Transition Moved(Call before, Call after, CallEvent what)
    {
        recent.Note(after);
        // What a call comes to is for everybody's log, each step on the way for whoever looks closer.
        var level = CameTo(after) && !CameTo(before) ? LogLevel.Information : LogLevel.Debug;
        var (from, to, happened) = (Name(before), Name(after), what.GetType().Name);
        Moved(level, after.CallSid, from, to, happened);
        var transition = new Transition(before, after, what);
        listeners.Tell(transition);
        return transition;
    }

    private Transition Unmoved(Call call, CallEvent? what)
    {
        recent.Note(call);
        return new Transition(call, call, what);
    }

    private Transition? Unknown(string callSid)
    {
        recent.Forget(callSid);
        return null;
    }

    private Call Next(Call call, CallEvent happened)
    {
        if (lines.Find(call.To, call.Initiator) is not { } line)
            return call;
        var now = time.GetUtcNow();
        return CallStory.Tell(call, CallFlow.Next(call, happened, CallRules.For(call, line, now)), happened, now);
    }

    private static bool CameTo(Call call) => call.State is CallState.Verified or CallState.Unverified or CallState.Ended;

    private static string Name(Call call) => call.State.GetType().Name;

    [LoggerMessage(3001, LogLevel.Debug, "Call {CallSid} rang on the line of {Line}")]
    private partial void Rang(string callSid, string line);

    [LoggerMessage(EventId = 3002, Message = "Call {CallSid} went from {Before} to {After}: {Happened}")]
    private partial void Moved(LogLevel level, string callSid, string before, string after, string happened);

    [LoggerMessage(3004, LogLevel.Information, "Call {CallSid} was placed for the line of {Line}; {By} asked for it")]
    private partial void Placed(string callSid, string line, string by);

    [LoggerMessage(3003, LogLevel.Error, "Call {CallSid} could not be read from the store; its caller reaches an agent unverified")]
    private partial void NotReadable(Exception exception, string callSid);
}
