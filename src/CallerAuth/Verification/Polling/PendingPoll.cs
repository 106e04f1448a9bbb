using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// A running verification in the memory of the instance that polls for it. Small, because there may be a hundred thousand:
/// what only its end needs stays sealed until then.
/// </summary>
/// <param name="box">The sealed <see cref="VerificationRecord"/>.</param>
/// <param name="expiresAt">No poll after this moment of the <see cref="PollClock"/>.</param>
internal sealed class PendingPoll(VerificationId id, EId? eid, AuthReqId authReqId, byte[] box, TimeSpan interval, long expiresAt)
{
    public VerificationId Id { get; } = id;

    /// <summary>Null when it is configured no more.</summary>
    public EId? EId { get; } = eid;

    public AuthReqId AuthReqId { get; } = authReqId;

    public byte[] Box { get; } = box;

    /// <summary>Who waits, known from the first traced poll on: the box is not opened for every poll.</summary>
    public string? Waiter { get; set; }

    public TimeSpan Interval { get; set; } = interval;

    public long ExpiresAt { get; } = expiresAt;

    public PendingStep Step { get; set; }

    /// <summary>Polls in a row that brought no answer, or tries in a row to tell of the end.</summary>
    public int Failures { get; set; }

    /// <summary>Null while it runs; else it only remains to write the end and to tell who waits.</summary>
    public VerificationOutcome? Outcome { get; set; }

    /// <summary>The end, sealed: a second try writes the same bytes, so that one whose answer was lost is recognised.</summary>
    public byte[]? SealedOutcome { get; set; }

    /// <summary>The end is in the store.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Whoever waits has been told.</summary>
    public bool IsTold { get; set; }

    /// <summary>The end is in the audit trail.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>The store does not know yet what the last poll has changed.</summary>
    public bool IsUnsaved { get; set; }

    /// <summary>Given back, cancelled or ended: whatever still runs for it does not bring it back.</summary>
    public bool IsDropped { get; set; }

    public OwnedShard? Shard { get; set; }

    /// <summary>When it is due, by the <see cref="PollClock"/>.</summary>
    public long DueAt { get; set; }

    /// <summary>A notification is heeded from this moment on.</summary>
    public long NotHastenedBefore { get; set; }

    /// <summary>Where it stands in the wheel; -1 when it does not.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>In the hands of the dispatcher or of a poll, so not in the wheel.</summary>
    public bool IsOut => Slot < 0;

    public PendingPoll? Previous { get; set; }

    public PendingPoll? Next { get; set; }
}
