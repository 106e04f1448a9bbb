namespace CallerAuth.Calls;

/// <summary>How far the way to an agent has come.</summary>
/// <param name="Leg">0: the line's first destination. 1: the other one, because the first did not answer or the way there was never heard.</param>
/// <param name="Told">Whether Twilio has fetched the document that says the outcome; from then on a redirect would only interrupt.</param>
/// <param name="FailedBy">Twilio's <c>I-Twilio-Idempotency-Token</c> of the news that the first destination failed: told twice, it does not fail the second.</param>
/// <param name="ToldBy">The same of the request that fetched the outcome: if it was too slow, its caller heard an apology instead.</param>
internal readonly record struct Handoff(int Leg, bool Told, string? FailedBy = null, string? ToldBy = null)
{
    /// <summary>Twilio must still be brought to fetch the outcome.</summary>
    public static readonly Handoff First;

    /// <summary>The webhook that led here is answered with the outcome.</summary>
    public static readonly Handoff FirstTold = new(0, Told: true);

    /// <summary>The other destination's turn.</summary>
    public static Handoff Second(CallEvent.AgentLegFailed failed) => new(1, Told: true, failed.Token);

    /// <summary>The outcome came too late to be heard; the apology that was heard instead led to the other destination.</summary>
    public static readonly Handoff Unheard = new(1, Told: true);

    /// <returns>Whether the caller heard this apology in place of the outcome.</returns>
    public bool WasUnheard(CallEvent.Apologised apology) => !Told || (apology.Token is not null && apology.Token == ToldBy);

    public bool KnowsOf(CallEvent.AgentLegFailed failed) => failed.Token is not null && failed.Token == FailedBy;
}
