using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace CallerAuth.Simulator.Telephony;

/// <summary>What a Say sounds like: its words, how long they take by estimate, and its SSML for a voice that reads it.</summary>
/// <param name="IsSlow">Each word by itself, as a pair of words is read aloud.</param>
internal sealed record Speech(string Text, string Language, TimeSpan Length, string Ssml, bool IsSlow = false)
{
    private const double CharactersPerSecond = 14;
    private const string DefaultLanguage = "en-US";

    public static Speech Of(XElement say)
    {
        var text = new StringBuilder();
        var breaks = TimeSpan.Zero;
        foreach (var node in say.DescendantNodes())
        {
            switch (node)
            {
                case XText words:
                    text.Append(words.Value);
                    break;
                case XElement { Name.LocalName: "break" } pause:
                    text.Append(' ');
                    breaks += BreakLength(pause);
                    break;
                case XElement:
                    text.Append(' ');
                    break;
            }
        }

        var heard = string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new Speech(
            heard,
            (string?)say.Attribute("language") ?? DefaultLanguage,
            TimeSpan.FromSeconds(heard.Length / CharactersPerSecond) + breaks,
            string.Concat(say.Nodes()),
            say.Descendants("prosody").Any());
    }

    private static TimeSpan BreakLength(XElement pause)
    {
        var time = (string?)pause.Attribute("time") ?? "500ms";
        var isMilliseconds = time.EndsWith("ms", StringComparison.Ordinal);
        return double.TryParse(time.TrimEnd('m', 's'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? isMilliseconds ? TimeSpan.FromMilliseconds(number) : TimeSpan.FromSeconds(number)
            : TimeSpan.Zero;
    }
}
