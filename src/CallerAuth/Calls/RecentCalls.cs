using System.Collections.Concurrent;

namespace CallerAuth.Calls;

/// <summary>
/// Calls as this instance last saw them, for the minutes in which their next step is likely to come here again. Only ever a guess: a
/// write counts on top of what stands in the store, so a guess that is out of date costs a round trip and nothing else.
/// </summary>
internal sealed class RecentCalls(TimeProvider time)
{
    /// <summary>Longer than a round of waiting and than anybody ponders over a question.</summary>
    public static readonly TimeSpan KeptAtLeast = TimeSpan.FromMinutes(1);

    /// <summary>Of those that have not moved for so long, and some more.</summary>
    private const int Most = 50_000;

    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<string, Call> _young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, Call> _old = new(StringComparer.Ordinal);
    private long _since = time.GetTimestamp();
    private int _count;

    private bool IsFull => Volatile.Read(ref _count) >= Most || time.GetElapsedTime(Volatile.Read(ref _since)) > KeptAtLeast;

    public Call? Find(string callSid) => _young.GetValueOrDefault(callSid) ?? _old.GetValueOrDefault(callSid);

    public void Note(Call call)
    {
        if (call.State is CallState.Ended)
        {
            Forget(call.CallSid);
            return;
        }

        if (IsFull)
            Turn();
        // Counted here, because the dictionary would take all its locks to count.
        if (_young.TryAdd(call.CallSid, call))
            Interlocked.Increment(ref _count);
        else
            _young[call.CallSid] = call;
    }

    public void Forget(string callSid)
    {
        _young.TryRemove(callSid, out _);
        _old.TryRemove(callSid, out _);
    }

    // Two generations in place of a clock for each: what was not seen for a whole one goes with it.
    private void Turn()
    {
        lock (_turning)
        {
            if (!IsFull)
                return;
            _old = _young;
            _young = new ConcurrentDictionary<string, Call>(StringComparer.Ordinal);
            Volatile.Write(ref _since, time.GetTimestamp());
            Volatile.Write(ref _count, 0);
        }
    }
}
