using CallerAuth.Lines;

namespace CallerAuth.Calls;

/// <summary>What <see cref="CallFlow"/> needs to know of the line and of the moment.</summary>
/// <param name="AsksForEId">The line takes several eIDs.</param>
/// <param name="MostAttempts">Verifications one call may begin with its eID; BankID Norge allows three in all.</param>
/// <param name="HasOtherDestination">Whether a verified caller has somewhere else to go when the first destination does not answer.</param>
internal readonly record struct CallRules(bool AsksForEId, int MostAttempts, bool HasOtherDestination, DateTimeOffset Now)
{
    /// <summary>A start that has not come back by then is lost; longer than the provider's own time-out.</summary>
    public static readonly TimeSpan StartAtMost = TimeSpan.FromSeconds(20);

    /// <summary>The poll engine notices an expiry first; this is for the day when it cannot.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    public static CallRules For(Call call, Line line, DateTimeOffset now) => new(
        line.EIds.Count > 1,
        line.Find(call.EId)?.MaxAttempts ?? 1,
        line.Options.HasOtherDestination,
        now);
}
