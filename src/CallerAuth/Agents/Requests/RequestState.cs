using System.Text.Json.Serialization;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Agents.Requests;

/// <summary>Where a requested verification stands. A closed set; only <see cref="Verified"/> says who somebody is.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(Starting), "starting")]
[JsonDerivedType(typeof(Pending), "pending")]
[JsonDerivedType(typeof(Verified), "verified")]
[JsonDerivedType(typeof(Unverified), "unverified")]
internal abstract record RequestState
{
    private RequestState() { }

    /// <summary>The provider is being asked to ring the app.</summary>
    public sealed record Starting : RequestState;

    /// <summary>The app has been asked.</summary>
    /// <param name="Words">What the agent reads to the person, where the eID works that way.</param>
    public sealed record Pending(string? Words, PendingStep Step, DateTimeOffset ExpiresAt) : RequestState
    {
        /// <summary>Without the words.</summary>
        public override string ToString() => $"Pending({Step}, {ExpiresAt:O})";
    }

    public sealed record Verified(StoredIdentity Identity) : RequestState;

    public sealed record Unverified(UnverifiedReason Reason) : RequestState;
}
