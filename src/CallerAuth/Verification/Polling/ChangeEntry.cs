using System.Globalization;
using CallerAuth.Ciba;

namespace CallerAuth.Verification.Polling;

/// <summary>What polls have changed of a verification, for whoever comes after: <c>due:interval:step</c>.</summary>
/// <param name="Due">Not to be polled before this moment of the store's clock; in milliseconds.</param>
/// <param name="Interval">In milliseconds, after every <c>slow_down</c>.</param>
internal sealed record ChangeEntry(long Due, long Interval, PendingStep Step)
{
    /// <returns>Null for anything else, which then counts as no change at all.</returns>
    public static ChangeEntry? Read(string? stored) =>
        stored?.Split(':') is [var due, var interval, var step]
        && long.TryParse(due, NumberStyles.None, CultureInfo.InvariantCulture, out var dueAt)
        && int.TryParse(interval, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
        && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((PendingStep)number)
            ? new ChangeEntry(dueAt, milliseconds, (PendingStep)number)
            : null;
}
