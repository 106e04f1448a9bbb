using CallerAuth.Audit;
using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>Whether somebody may be rung now. Nothing has rung yet.</summary>
internal abstract record Clearance
{
    private Clearance() { }

    /// <summary>The person is taken for this verification and the start is counted; it is begun or given back soon.</summary>
    public sealed record Given(VerificationRequest Request, NationalIdHash Person, AuditRecord Asked, Reservation.Taken Taken, IReadOnlyList<CountedStart> Counted) : Clearance;

    /// <summary>Another verification of the same person runs already, here or elsewhere.</summary>
    public sealed record AlreadyRunning : Clearance;

    /// <summary>A limit is reached: the person's, the calling number's, the line's or that of all.</summary>
    /// <param name="Wait">Until it is not, unless others are faster.</param>
    public sealed record Limited(TimeSpan Wait) : Clearance;
}
