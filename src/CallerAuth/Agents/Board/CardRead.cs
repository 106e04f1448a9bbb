namespace CallerAuth.Agents.Board;

/// <summary>What came of reading a call's card.</summary>
internal abstract record CardRead
{
    private CardRead() { }

    public sealed record Shown(CallCard Card) : CardRead;

    /// <summary>The call has ended, or nothing is left of it: nobody anywhere has a card to show.</summary>
    public sealed record Over : CardRead;

    /// <summary>It lives, but this instance cannot show it; another may, with another key or another line among its settings.</summary>
    public sealed record Unreadable : CardRead;
}
