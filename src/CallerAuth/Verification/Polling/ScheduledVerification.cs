namespace CallerAuth.Verification.Polling;

/// <param name="Delay">From now until it is due; negative when that has passed.</param>
internal readonly record struct ScheduledVerification(VerificationId Id, TimeSpan Delay)
{
    private static readonly TimeSpan Sane = TimeSpan.FromDays(1);

    /// <summary>From times of the store's clock, in milliseconds; whatever stands there does not keep the others in its shard from being polled.</summary>
    public static TimeSpan DelayUntil(double due, long now) =>
        TimeSpan.FromMilliseconds(Math.Clamp(double.IsNaN(due) ? 0 : due - now, -Sane.TotalMilliseconds, Sane.TotalMilliseconds));
}
