namespace CallerAuth.Calls;

/// <summary>What came of a write.</summary>
/// <param name="Saved">Whether ours is what stands in the store.</param>
/// <param name="Standing">What stands there now; null when the call is gone.</param>
internal readonly record struct SaveResult(bool Saved, Call? Standing);
