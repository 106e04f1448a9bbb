using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>What the world told us about a call, in the past tense. A closed set.</summary>
internal abstract record CallEvent
{
    private CallEvent() { }

    /// <summary>Somebody picked up a call that we placed.</summary>
    public sealed record Answered : CallEvent;

    /// <summary>A machine picked up a call that we placed.</summary>
    public sealed record AnsweredByMachine : CallEvent;

    /// <summary>Nobody picked up a call that we placed.</summary>
    public sealed record NotReached(EndReason Reason) : CallEvent;

    /// <summary>Twilio has not come to a call that we placed yet, or lets it ring still.</summary>
    /// <param name="Until">When to ask again.</param>
    public sealed record StillRinging(DateTimeOffset Until) : CallEvent;

    /// <summary>Whoever picked up wants to go on.</summary>
    public sealed record Accepted : CallEvent;

    public sealed record LanguageChosen(string Language) : CallEvent;

    public sealed record EIdChosen(string EId) : CallEvent;

    /// <summary>A question was answered by nothing, too little, or something that is no answer.</summary>
    public sealed record AnswerMissed(Miss Miss, string? Token = null) : CallEvent;

    /// <summary>A number that can exist was keyed; its verification will be called <paramref name="Id"/>.</summary>
    public sealed record NationalIdEntered(VerificationId Id) : CallEvent;

    /// <summary>The caller asked for another attempt.</summary>
    public sealed record RetryChosen : CallEvent;

    /// <summary>The caller pressed 0.</summary>
    public sealed record AgentRequested : CallEvent;

    public sealed record VerificationStarted(VerificationId Id, string? Words, TimeSpan Wait) : CallEvent
    {
        /// <summary>Without the words.</summary>
        public override string ToString() => $"VerificationStarted({Id})";
    }

    public sealed record VerificationNotStarted(VerificationId Id, UnverifiedReason Reason) : CallEvent;

    public sealed record Progressed(VerificationId Id, PendingStep Step) : CallEvent;

    public sealed record Approved(VerificationId Id, StoredIdentity Identity) : CallEvent;

    /// <summary>The attempt came to nothing; whether the caller is offered another depends on the reason and on how many there were.</summary>
    public sealed record AttemptFailed(VerificationId Id, UnverifiedReason Reason) : CallEvent;

    /// <summary>The state's deadline has passed without a word from whoever should have moved it on.</summary>
    public sealed record DeadlinePassed : CallEvent;

    /// <summary>Twilio has fetched the document that says the outcome and leads to the agent.</summary>
    /// <param name="Token">Of the request that fetched it.</param>
    public sealed record OutcomeTold(string? Token = null) : CallEvent;

    /// <summary>The talk with the agent is over.</summary>
    public sealed record AgentLegEnded : CallEvent;

    /// <summary>The destination was busy, did not answer or could not be reached.</summary>
    public sealed record AgentLegFailed(string? Token = null) : CallEvent;

    /// <summary>A step failed or took too long, and its caller was led to an agent, or goodbye, without the call's knowing.</summary>
    /// <param name="Token">Of the request that was answered with the apology.</param>
    public sealed record Apologised(string? Token = null) : CallEvent;

    public sealed record HungUp : CallEvent;
}
