using CallerAuth.IntegrationTests.Stores;

namespace CallerAuth.IntegrationTests.Chaos;

/// <summary>The store goes away or stands still when certain parts of the calls are over, so that every run meets all of it.</summary>
internal sealed class StoreTrouble(RedisServer redis, Func<double> partOver, bool often)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Some shorter than the service's time-out for one command (1.2 s) and some longer.</summary>
    private static readonly (double At, bool Killed, double Seconds)[] Often =
        [(0.15, false, 0.5), (0.30, true, 0.8), (0.45, false, 2.0), (0.60, true, 2.0), (0.75, false, 0.9), (0.85, true, 0.3)];

    private static readonly (double At, bool Killed, double Seconds)[] Seldom = [(0.30, false, 0.6), (0.60, true, 1.0)];

    /// <summary>What was done, for how long the store was away.</summary>
    public List<string> Done { get; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (at, killed, seconds) in often ? Often : Seldom)
        {
            while (partOver() < at)
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
            var started = TimeProvider.System.GetTimestamp();
            if (killed)
                redis.Kill();
            else
                redis.Freeze();
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);
            if (killed)
                await redis.RestartAsync(cancellationToken);
            else
                redis.Thaw();
            Done.Add(FormattableString.Invariant($"{(killed ? "killed" : "frozen")} for {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s after {at:0%} of the calls"));
        }
    }
}
