namespace CallerAuth.Verification;

/// <summary>What came of the wish to take a person for a verification.</summary>
internal abstract record Reservation
{
    private Reservation() { }

    /// <summary>The person is ours.</summary>
    /// <param name="CountedAt">The moment under which the start was counted, by the store's clock.</param>
    public sealed record Taken(string CountedAt) : Reservation;

    /// <summary>Another verification of the person runs. Nothing was counted.</summary>
    public sealed record AlreadyRunning : Reservation;

    /// <summary>The person has been rung often enough for now. Nothing was counted.</summary>
    /// <param name="Wait">Until it is not.</param>
    public sealed record Limited(TimeSpan Wait) : Reservation;
}
