namespace CallerAuth.Agents.Api;

/// <summary>A request that may come a second time, and what that means where its first answer is not known.</summary>
/// <param name="KeepUnanswered">How long its key stays taken where no answer comes.</param>
/// <param name="WhenLost">What is answered then, once nobody can be answering any more. Null: the key is free again by then.</param>
internal sealed record Repeatable(TimeSpan KeepUnanswered, ApiProblem? WhenLost)
{
    /// <summary>
    /// A start that was cut off gives its key free soon: the person stays taken while the app may ring, and is rung no oftener than the
    /// limits allow, whoever asks.
    /// </summary>
    public static readonly Repeatable Start = new(IdempotencyStore.AnswerWithin, WhenLost: null);

    /// <summary>Nothing but the key keeps an order from ringing a person a second time, so it stays taken for as long as an answer is kept.</summary>
    public static readonly Repeatable Order = new(IdempotencyStore.Keep, ApiProblem.PlacingUnknown);
}
