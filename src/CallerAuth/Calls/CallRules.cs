using CallerAuth.Lines;

namespace CallerAuth.Calls;

/// <summary>What <see cref="CallFlow"/> needs to know of the line and of the moment.</summary>
/// <param name="AsksForEId">The line takes several eIDs.</param>
/// <param name="OnlyEId">The line's eID where it takes a single one.</param>
/// <param name="MostAttempts">Verifications one call may begin with its eID; BankID Norge allows three in all.</param>
/// <param name="VerifiedHasOther">Whether a verified caller has somewhere else to go when the first destination does not answer.</param>
/// <param name="UnverifiedHasOther">The same for an unverified caller.</param>
internal sealed record CallRules(bool AsksForEId, string? OnlyEId, int MostAttempts, bool VerifiedHasOther, bool UnverifiedHasOther, DateTimeOffset Now)
{
    /// <summary>A start that has not come back by then is lost; longer than the provider's own time-out.</summary>
    public static readonly TimeSpan StartAtMost = TimeSpan.FromSeconds(20);

    /// <summary>The poll engine notices an expiry first; this is for the day when it cannot.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    public static CallRules For(Call call, Line line, DateTimeOffset now) => new(
        line.EIds.Count > 1,
        line.EIds.Count == 1 ? line.EIds[0].Name : null,
        line.Find(call.EId)?.MaxAttempts ?? 1,
        line.Options.OtherThan(line.Options.WhenVerified) is not null,
        line.Options.OtherThan(line.Options.WhenUnverified) is not null,
        now);
}
