namespace CallerAuth.Verification;

/// <summary>
/// How often verifications may be started. Nobody's telephone rings all night because a stranger knows their number, and nobody tries
/// out numbers by calling. A caller over a limit reaches an agent unverified.
/// </summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Rings of one person's app, whoever asks. Three in a quarter are one call with all its attempts.</summary>
    public Limit PerPerson { get; set; } = new() { Short = new() { Most = 3 }, Long = new() { Most = 10, Within = TimeSpan.FromDays(1) } };

    /// <summary>Starts that one calling number asks for. All callers of a line who withhold theirs count as one.</summary>
    public Limit PerCallingNumber { get; set; } = new() { Short = new() { Most = 5 }, Long = new() { Most = 20, Within = TimeSpan.FromDays(1) } };

    /// <summary>Starts on one line; off, as only the company knows how busy its lines are.</summary>
    public Limit PerLine { get; set; } = new();

    /// <summary>Starts of all lines together; off.</summary>
    public Limit Overall { get; set; } = new();

    /// <summary>Two windows: a short one against a burst, a long one against patience.</summary>
    internal sealed class Limit
    {
        public Window Short { get; set; } = new();

        public Window Long { get; set; } = new() { Within = TimeSpan.FromDays(1) };

        public IEnumerable<Window> InForce => new[] { Short, Long }.Where(window => window.Most > 0);
    }

    /// <summary>At most so many within any stretch of time of this length.</summary>
    internal sealed class Window
    {
        /// <summary>0 means no limit.</summary>
        public int Most { get; set; }

        public TimeSpan Within { get; set; } = TimeSpan.FromMinutes(15);
    }
}
