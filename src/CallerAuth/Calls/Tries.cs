namespace CallerAuth.Calls;

/// <summary>How often a question went wrong, and how it went wrong last, so that it can be asked again in fitting words.</summary>
/// <param name="Token">Twilio's <c>I-Twilio-Idempotency-Token</c> of the last miss: the same request sent twice counts once.</param>
internal readonly record struct Tries(int Misses, Miss Last, string? Token)
{
    /// <summary>Three tries for each question, then a person takes over.</summary>
    public const int Most = 3;

    public static readonly Tries None;

    public Tries After(CallEvent.AnswerMissed missed) =>
        missed.Token is not null && missed.Token == Token ? this : new(Misses + 1, missed.Miss, missed.Token);

    /// <summary>The question is asked from its beginning again; what was missed before counts on.</summary>
    public Tries FromTheStart() => this with { Last = Miss.None };

    public bool Exhausted => Misses >= Most;
}
