using CallerAuth.Ciba;

namespace CallerAuth.Verification;

/// <summary>Whoever waits for verifications whose waiter begins with its prefix. Told at least once of each end, so being told twice must do no harm.</summary>
internal interface IVerificationWaiter
{
    /// <summary>What the addresses of this waiter begin with, such as <c>call:</c>.</summary>
    string Prefix { get; }

    /// <summary>The person has gone a step further in the app. Told at most once, and lost when this process dies.</summary>
    Task ProgressedAsync(VerificationId id, string waiter, PendingStep step, CancellationToken cancellationToken);

    /// <summary>Names of the token's claims that are wanted of a caller on this line; no other claim is remembered, not even sealed.</summary>
    IReadOnlyCollection<string> ClaimsWanted(string line);

    /// <summary>The verification has ended. An exception means "tell me again soon".</summary>
    Task EndedAsync(VerificationId id, string waiter, VerificationOutcome outcome, CancellationToken cancellationToken);
}
