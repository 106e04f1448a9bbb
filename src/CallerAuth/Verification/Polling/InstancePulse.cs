using System.Security.Cryptography;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Says that this instance is alive and observes who else is. An observer judges by its own clock how long it has heard nothing
/// new, so no two machines need agree on the time, and nobody minds if the store's clock jumps.
/// </summary>
internal sealed partial class InstancePulse : IDisposable
{
    private readonly InstanceRoll _roll;
    private readonly PollDesk _desk;
    private readonly PendingPolls _pending;
    private readonly PollDispatcher _dispatcher;
    private readonly PollClock _clock;
    private readonly PollMeter _meter;
    private readonly ILogger _logger;
    private readonly ITimer _end;
    private long _beats;
    private long _aliveUntil = long.MinValue;
    private long _linkedSince;

    public InstancePulse(InstanceRoll roll, PollDesk desk, PendingPolls pending, PollDispatcher dispatcher, PollClock clock, PollMeter meter, TimeProvider time, ILogger<InstancePulse> logger)
    {
        (_roll, _desk, _pending, _dispatcher, _clock, _meter, _logger) = (roll, desk, pending, dispatcher, clock, meter, logger);
        // Polls that still hang when somebody else may begin are ended; what is due after that waits for the next beat.
        _end = time.CreateTimer(_ => dispatcher.AbortPolls(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Our name on the roll; empty while we are not on it.</summary>
    public string Us { get; private set; } = "";

    public IReadOnlyDictionary<string, Neighbour> Neighbours { get; private set; } = new Dictionary<string, Neighbour>(StringComparer.Ordinal);

    /// <summary>By our clock, when the last beat that was answered was sent: whoever was on the roll then is among the neighbours.</summary>
    public long HeardAt { get; private set; } = long.MinValue;

    /// <summary>We have heard the store without a gap for so long that everybody else would have been heard, too.</summary>
    public bool IsLinked => Us.Length > 0 && _clock.Now - _linkedSince >= PollTimes.Lease.TotalMilliseconds;

    /// <returns>False when the others have given us up: then nothing is ours any more, and the next beat comes in under a new name.</returns>
    public async Task<bool> BeatAsync()
    {
        var sent = _clock.Now;
        var (name, comingIn) = Us.Length == 0 ? (RandomNumberGenerator.GetHexString(12, lowercase: true), true) : (Us, false);
        var claims = _pending.Owned().Aggregate(0UL, (bits, shard) => bits | (1UL << shard.Number));
        var answer = await _roll.BeatAsync(name, ++_beats, claims, comingIn);
        _meter.Beat(TimeSpan.FromMilliseconds(_clock.Now - sent));
        if (answer is not var (now, beats))
        {
            GivenUp(name);
            (Us, _desk.Instance) = ("", "");
            return false;
        }

        if (sent > _aliveUntil)
            _linkedSince = sent;
        (Us, _desk.Instance, _aliveUntil) = (name, name, sent + Milliseconds(PollTimes.Lease));
        _dispatcher.MayPollUntil(_aliveUntil - Milliseconds(PollTimes.Margin));
        // After a long pause of this process the end may have passed.
        _end.Change(TimeSpan.FromMilliseconds(Math.Max(0, _aliveUntil - _clock.Now - (Milliseconds(PollTimes.Margin) / 2))), Timeout.InfiniteTimeSpan);
        HeardAt = sent;
        Neighbours = Observed(now, beats);
        return true;
    }

    /// <summary>Gives up an instance that was not heard of for a lease, unless it has been since.</summary>
    public async Task GiveUpTheDeadAsync()
    {
        foreach (var (name, neighbour) in Neighbours)
        {
            // While we could not hear, nobody could be heard: first all may come back.
            if (!neighbour.WasLongGone && !(neighbour.IsGone(_clock.Now) && IsLinked))
                continue;
            await _roll.GiveUpAsync(name, neighbour.Last);
            Gone(name, neighbour.WasLongGone);
        }
    }

    public async Task LeaveAsync()
    {
        if (Us.Length > 0)
            await _roll.LeaveAsync(Us);
        (Us, _desk.Instance) = ("", "");
    }

    public void Dispose() => _end.Dispose();

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private Dictionary<string, Neighbour> Observed(long now, IReadOnlyDictionary<string, InstanceBeat> beats) => beats
        .Where(beat => beat.Key != Us)
        .ToDictionary(
            beat => beat.Key,
            beat => !Neighbours.TryGetValue(beat.Key, out var known)
                ? new Neighbour(beat.Value, _clock.Now, WasLongGone: now - beat.Value.At > PollTimes.LongGone.TotalMilliseconds)
                : known.Last == beat.Value ? known : new Neighbour(beat.Value, _clock.Now, WasLongGone: false),
            StringComparer.Ordinal);

    [LoggerMessage(2301, LogLevel.Warning, "Instance {Name} was given up by the others; its shards are theirs, and it comes in again")]
    private partial void GivenUp(string name);

    [LoggerMessage(2303, LogLevel.Information, "Instance {Name} has not been heard of and is given up; it was long gone when we came: {LongGone}")]
    private partial void Gone(string name, bool longGone);
}
