namespace CallerAuth.Verification.Polling;

/// <summary>
/// A hashed timing wheel: adding and taking cost the same whether a hundred or a million wait. A slot is one tick; what is due
/// more than one turn ahead stays in its slot until its turn has come. Nothing comes out before its time. Not thread-safe.
/// </summary>
internal sealed class DueWheel
{
    /// <summary>Milliseconds of a tick: how late a poll may be for the sake of taking many at once.</summary>
    public const int Tick = 10;

    private const int SlotCount = 4096;

    private readonly PendingPoll?[] _slots = new PendingPoll?[SlotCount];
    private long _done = -1;

    public int Count { get; private set; }

    public void Add(PendingPoll poll)
    {
        // Rounded up, as never too soon; and never behind the hand, where it would stay for a whole turn.
        var tick = Math.Max((poll.DueAt + Tick - 1) / Tick, _done + 1);
        Link(poll, (int)(tick % SlotCount));
        Count++;
    }

    /// <summary>Takes out one that may be in it.</summary>
    public void Remove(PendingPoll poll)
    {
        if (poll.Slot < 0)
            return;
        if (poll.Previous is { } previous)
            previous.Next = poll.Next;
        else
            _slots[poll.Slot] = poll.Next;
        if (poll.Next is { } next)
            next.Previous = poll.Previous;
        Unlink(poll);
        Count--;
    }

    /// <summary>Takes out what is due by <paramref name="now"/>.</summary>
    public void Take(long now, List<PendingPoll> due)
    {
        var last = now / Tick;
        // After a long sleep every slot is looked at once, not once for each turn that was missed.
        for (var tick = Math.Max(_done + 1, last - SlotCount + 1); tick <= last; tick++)
            TakeSlot(tick, now, due);
        _done = Math.Max(_done, last);
    }

    /// <returns>When the next slot with something in it comes, at the earliest; null when the wheel is empty.</returns>
    public long? NextLook()
    {
        if (Count == 0)
            return null;
        var tick = _done + 1;
        while (_slots[tick % SlotCount] is null)
            tick++;
        return tick * Tick;
    }

    private static void Unlink(PendingPoll poll)
    {
        poll.Slot = -1;
        poll.Previous = null;
        poll.Next = null;
    }

    private void Link(PendingPoll poll, int slot)
    {
        poll.Slot = slot;
        poll.Previous = null;
        poll.Next = _slots[slot];
        if (poll.Next is { } next)
            next.Previous = poll;
        _slots[slot] = poll;
    }

    private void TakeSlot(long tick, long now, List<PendingPoll> due)
    {
        for (var poll = _slots[tick % SlotCount]; poll is not null;)
        {
            var next = poll.Next;
            if (poll.DueAt <= now)
            {
                Remove(poll);
                due.Add(poll);
            }

            poll = next;
        }
    }
}
