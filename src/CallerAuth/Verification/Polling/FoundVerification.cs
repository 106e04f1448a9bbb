namespace CallerAuth.Verification.Polling;

/// <summary>A running verification as it was found in the store.</summary>
/// <param name="Delay">From then until the store says that it is due; negative when that has passed.</param>
internal readonly record struct FoundVerification(PendingPoll Poll, TimeSpan Delay);
