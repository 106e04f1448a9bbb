namespace CallerAuth.Fuzz;

/// <summary>A clock that stands still: an input does the same every time.</summary>
internal sealed class FixedTime : TimeProvider
{
    public static readonly FixedTime Clock = new();

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Noon;
}
