namespace CallerAuth.Verification.Polling;

/// <summary>A shard that this instance polls, with all that is pending in it. Guarded by the lock of <see cref="PendingPolls"/>.</summary>
#pragma warning disable CA1001 // Not disposed, as polls that are ended still look at it; it holds nothing but memory.
internal sealed class OwnedShard(int number, string owner)
#pragma warning restore CA1001
{
    private CancellationTokenSource _polls = new();

    public int Number { get; } = number;

    /// <summary>Our name when we took it; whoever comes in again under another one writes nothing in this one's place.</summary>
    public string Owner { get; } = owner;

    /// <summary>The store agrees that it is ours, and all that ran in it then is known.</summary>
    public bool IsTaken { get; set; }

    /// <summary>What was handed in here before that, about verifications that may not be known yet.</summary>
    public List<HandedIn> Early { get; } = [];

    /// <summary>Something that was begun in it may have been missed, so all that runs in it is to be read again.</summary>
    public bool HasMissed { get; set; }

    public Dictionary<VerificationId, PendingPoll> Pending { get; } = [];

    /// <summary>Polls and what follows from them, in flight.</summary>
    public int InFlight { get; set; }

    /// <summary>About to be handed over: nothing new is begun.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Given away or lost: whatever still runs writes nothing and comes back to nobody.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Ends the polls that are in flight.</summary>
    public CancellationToken Polls => _polls.Token;

    /// <summary>Ends what is in flight; what comes after may poll again.</summary>
    public void AbortPolls()
    {
        Interlocked.Exchange(ref _polls, new CancellationTokenSource()).Cancel();
    }

    public void Lose()
    {
        IsLost = true;
        _polls.Cancel();
    }
}
