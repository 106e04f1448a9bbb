namespace CallerAuth.Calls;

/// <summary>How far the way to an agent has come.</summary>
/// <param name="Leg">0: the line's first destination. 1: the other one, because the first did not answer.</param>
/// <param name="Told">Whether Twilio has fetched the document that says the outcome; from then on a redirect would only interrupt.</param>
/// <param name="FailedBy">Twilio's <c>I-Twilio-Idempotency-Token</c> of the news that the first destination failed: told twice, it does not fail the second.</param>
internal readonly record struct Handoff(int Leg, bool Told, string? FailedBy = null)
{
    /// <summary>Twilio must still be brought to fetch the outcome.</summary>
    public static readonly Handoff First;

    /// <summary>The webhook that led here is answered with the outcome.</summary>
    public static readonly Handoff FirstTold = new(0, Told: true);

    /// <summary>The other destination's turn.</summary>
    public static Handoff Second(CallEvent.AgentLegFailed failed) => new(1, Told: true, failed.Token);

    public bool KnowsOf(CallEvent.AgentLegFailed failed) => failed.Token is not null && failed.Token == FailedBy;
}
