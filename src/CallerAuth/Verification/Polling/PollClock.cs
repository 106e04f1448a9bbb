namespace CallerAuth.Verification.Polling;

/// <summary>Milliseconds since this process began, by a clock that nobody sets: what is due here does not move when somebody corrects the time.</summary>
internal sealed class PollClock(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public long Now => (long)time.GetElapsedTime(_began).TotalMilliseconds;
}
