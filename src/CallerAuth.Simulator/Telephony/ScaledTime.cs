namespace CallerAuth.Simulator.Telephony;

/// <summary>The phone's own time: speech, pauses, music and waiting for keys pass faster than on the wall, by a fixed factor.</summary>
internal sealed class ScaledTime(TimeProvider wall, double speed) : TimeProvider
{
    private readonly DateTimeOffset _startedAt = wall.GetUtcNow();
    private readonly long _startedStamp = wall.GetTimestamp();

    public double Speed { get; } = speed > 0 ? speed : throw new ArgumentOutOfRangeException(nameof(speed), speed, "Time must pass.");

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override long GetTimestamp() => _startedStamp + (long)((wall.GetTimestamp() - _startedStamp) * Speed);

    public override DateTimeOffset GetUtcNow() => _startedAt + (wall.GetUtcNow() - _startedAt) * Speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => wall.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    private TimeSpan Scaled(TimeSpan phone) => phone <= TimeSpan.Zero ? phone : phone / Speed;
}
