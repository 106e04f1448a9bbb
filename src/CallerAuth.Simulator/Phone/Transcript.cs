using System.Globalization;
using System.Text;

namespace CallerAuth.Simulator.Phone;

/// <summary>Whose doing a line of a transcript is.</summary>
internal enum Who
{
    Service,
    Caller,
    Webhook,
    Rest,
    App,
    Agent,
    Twilio,
}

/// <summary>One line of a transcript; the time is the wall clock's since the call began.</summary>
internal sealed record TranscriptLine(TimeSpan At, Who Who, string Text, string Language = "");

/// <summary>
/// All that happened in one call, in order, by everybody. It may be pasted into an issue: a run of keys that could be a
/// national ID is never written down.
/// </summary>
/// <param name="most">Lines beyond these push out the oldest.</param>
internal sealed class Transcript(TimeProvider wall, string title, int most = int.MaxValue)
{
    // Shorter than any national ID, longer than any menu.
    private const int KeysShownMax = 6;

    private readonly Lock _gate = new();
    private readonly long _started = wall.GetTimestamp();
    private readonly List<TranscriptLine> _lines = [];

    public string Title { get; } = title;

    public IReadOnlyList<TranscriptLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>Told of each line when it stands.</summary>
    public Action<TranscriptLine>? Added { get; set; }

    public void Add(Who who, string text, string language = "")
    {
        var line = new TranscriptLine(wall.GetElapsedTime(_started), who, text, language);
        lock (_gate)
        {
            if (_lines.Count == most)
                _lines.RemoveAt(0);
            _lines.Add(line);
        }

        Added?.Invoke(line);
    }

    /// <summary>All that the service said, with its language.</summary>
    public IEnumerable<TranscriptLine> Said => Lines.Where(line => line.Who == Who.Service);

    public static string Masked(string keys) => keys.Count(char.IsAsciiDigit) > KeysShownMax ? $"••• ({keys.Count(char.IsAsciiDigit)} digits)" : keys;

    public override string ToString()
    {
        var text = new StringBuilder(Title).AppendLine();
        foreach (var line in Lines)
        {
            var language = line.Language.Length > 0 ? $"[{line.Language}] " : "";
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{line.At.TotalSeconds,7:0.00}  {Name(line.Who),-8} {language}{line.Text}"));
        }

        return text.ToString();
    }

    private static string Name(Who who) => who switch
    {
        Who.Service => "hears",
        Who.Caller => "caller",
        Who.Webhook => "webhook",
        Who.Rest => "REST",
        Who.App => "app",
        Who.Agent => "agent",
        _ => "Twilio",
    };
}
