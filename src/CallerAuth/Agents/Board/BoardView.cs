namespace CallerAuth.Agents.Board;

/// <summary>The calls as they stood at one moment.</summary>
/// <param name="IsLive">Whether it is known to be how things stand: the store answered lately.</param>
/// <param name="Cards">By CallSid.</param>
internal sealed record BoardView(bool IsLive, DateTimeOffset At, IReadOnlyDictionary<string, CallCard> Cards)
{
    public static readonly BoardView Nothing = new(IsLive: false, DateTimeOffset.MinValue, new Dictionary<string, CallCard>(StringComparer.Ordinal));

    /// <summary>Without the persons.</summary>
    public override string ToString() => $"BoardView({Cards.Count} calls, {(IsLive ? "live" : "not live")})";
}
