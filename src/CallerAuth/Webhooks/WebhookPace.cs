namespace CallerAuth.Webhooks;

/// <summary>When a failed delivery is tried again: soon at first, then over about a day. Pure.</summary>
internal sealed class WebhookPace(IReadOnlyList<TimeSpan> pauses)
{
    /// <summary>Together 22 hours, as the Standard Webhooks recommend; with jitter up to a tenth more.</summary>
    public static readonly WebhookPace OverADay = new(
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
    ]);

    private const double Jitter = 0.1;

    /// <summary>A target may ask for patience, but not for ever.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(6);

    /// <param name="tries">How often it has been tried.</param>
    /// <param name="retryAfter">What the target asked for (RFC 9110, 10.2.3). Only ever lengthens the pause.</param>
    /// <param name="dice">Spreads what failed together, from 0 to 1.</param>
    /// <returns>Null when it has been tried often enough.</returns>
    public TimeSpan? After(int tries, TimeSpan? retryAfter, double dice)
    {
        if (tries > pauses.Count)
            return null;
        var pause = pauses[tries - 1] * (1 + (Jitter * dice));
        var asked = retryAfter is { } wish ? wish < LongestRetryAfter ? wish : LongestRetryAfter : TimeSpan.Zero;
        return asked > pause ? asked : pause;
    }
}
