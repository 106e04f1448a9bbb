using System.Text.Json.Serialization;
using CallerAuth.Ciba;
using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>Where a caller stands in the conversation. A closed set: data exists only where it means something.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(Ringing), "ringing")]
[JsonDerivedType(typeof(Presenting), "presenting")]
[JsonDerivedType(typeof(ChoosingLanguage), "choosing_language")]
[JsonDerivedType(typeof(ChoosingEId), "choosing_eid")]
[JsonDerivedType(typeof(CollectingNationalId), "collecting_national_id")]
[JsonDerivedType(typeof(StartingVerification), "starting_verification")]
[JsonDerivedType(typeof(AwaitingApproval), "awaiting_approval")]
[JsonDerivedType(typeof(OfferingRetry), "offering_retry")]
[JsonDerivedType(typeof(Verified), "verified")]
[JsonDerivedType(typeof(Unverified), "unverified")]
[JsonDerivedType(typeof(Ended), "ended")]
internal abstract record CallState
{
    private CallState() { }

    /// <summary>We have placed the call. Whoever picks up moves it on, or Twilio's word that nobody does. When its deadline has passed Twilio is asked.</summary>
    public sealed record Ringing(DateTimeOffset Deadline) : CallState;

    /// <summary>Whoever picked up hears who calls, why, and how to call back instead. They move it on by pressing 1; three misses end the call.</summary>
    public sealed record Presenting(Tries Tries) : CallState;

    /// <summary>The caller moves it on by choosing a language; three misses lead to an agent.</summary>
    public sealed record ChoosingLanguage(Tries Tries) : CallState;

    /// <summary>The caller moves it on by choosing an eID; three misses lead to an agent.</summary>
    public sealed record ChoosingEId(Tries Tries) : CallState;

    /// <summary>The caller moves it on by keying a number that can exist; three misses lead to an agent.</summary>
    public sealed record CollectingNationalId(Tries Tries) : CallState;

    /// <summary>The provider is being asked to ring the app. The start moves it on, or its deadline when the start was lost.</summary>
    public sealed record StartingVerification(VerificationId Id, DateTimeOffset Deadline) : CallState;

    /// <summary>The app has been asked. The verification's end moves it on, or its deadline when nobody tells of an end.</summary>
    /// <param name="Words">What the caller must choose in the app, where the eID works that way.</param>
    public sealed record AwaitingApproval(VerificationId Id, string? Words, PendingStep Step, DateTimeOffset Deadline) : CallState
    {
        /// <summary>Without the words.</summary>
        public override string ToString() => $"AwaitingApproval({Id}, {Step})";
    }

    /// <summary>An attempt came to nothing. The caller moves it on by asking for another, or for an agent.</summary>
    public sealed record OfferingRetry(VerificationId Id, UnverifiedReason Reason, Tries Tries) : CallState;

    /// <summary>On the way to an agent with a verified identity. The agent's leg moves it on.</summary>
    public sealed record Verified(VerificationId Id, Identity.StoredIdentity Identity, Handoff Handoff) : CallState;

    /// <summary>On the way to an agent as nobody in particular: a destination, not an error. The agent's leg moves it on.</summary>
    /// <param name="ReasonTold">Whether the caller has heard the reason already, with the offer of another try.</param>
    public sealed record Unverified(UnverifiedReason Reason, VerificationId? Id, Handoff Handoff, bool ReasonTold = false) : CallState;

    /// <summary>Nothing moves it on.</summary>
    /// <param name="Outcome">Null where the call ended before anything had come of verifying the caller.</param>
    public sealed record Ended(EndReason Reason, CallOutcome? Outcome = null) : CallState;
}
