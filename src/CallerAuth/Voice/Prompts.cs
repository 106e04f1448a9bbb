using System.Globalization;
using System.Resources;
using System.Text;

namespace CallerAuth.Voice;

/// <summary>What is said, in every language we speak. All lines are read at construction, and a missing one stops the start: a caller never hears a line in another language than the rest.</summary>
internal sealed class Prompts
{
    /// <summary>By language, then in the order of <see cref="PromptKey"/>: a table by both at once is made of types that every start would compile.</summary>
    private readonly Dictionary<string, string[]> _lines = new(StringComparer.Ordinal);

    public Prompts()
    {
        var resources = new ResourceManager(typeof(Prompts));
        var keys = Enum.GetValues<PromptKey>();
        var missing = new List<string>();
        foreach (var language in Languages)
        {
            // Without tryParents a language stands alone: the resource manager would otherwise lend the neutral English.
            var set = resources.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false);
            var lines = _lines[language] = new string[keys.Length];
            foreach (var key in keys)
            {
                if (set?.GetString(key.ToString()) is { Length: > 0 } line)
                    lines[(int)key] = line;
                else
                    missing.Add($"{language}/{key}");
            }
        }

        if (missing.Count > 0)
            throw new InvalidOperationException($"Prompts without words: {string.Join(", ", missing)}.");
    }

    /// <summary>The languages we speak, as BCP 47 tags that Twilio's <c>language</c> attribute takes; English is <c>Prompts.resx</c> itself.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["nb-NO", "sv-SE", "da-DK", "en-GB"];

    /// <summary>The line as written, with its placeholders in braces.</summary>
    public string Text(string language, PromptKey key) =>
        _lines.TryGetValue(language, out var lines) && (int)key < lines.Length
            ? lines[(int)key]
            : throw new ArgumentException($"No prompt {key} in the language {language}; there are {string.Join(", ", Languages)}.", nameof(language));

    /// <summary>The line with its placeholders filled.</summary>
    public string Text(string language, PromptKey key, params ReadOnlySpan<(string Placeholder, string Value)> values) =>
        Fill(Text(language, key), values);

    /// <summary>Fills the placeholders of any line, also of one from the settings. A value is never read for placeholders itself, whatever a company is called.</summary>
    public static string Fill(string line, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var filled = new StringBuilder(line.Length);
        var rest = line.AsSpan();
        while (Next(rest, out var start, out var end))
        {
            filled.Append(rest[..start]).Append(ValueOf(rest[(start + 1)..end], values));
            rest = rest[(end + 1)..];
        }

        return filled.Append(rest).ToString();
    }

    /// <summary>The names of the placeholders of a line, so that one from the settings can be compared with ours at start.</summary>
    public static IReadOnlySet<string> Placeholders(string line)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var rest = line.AsSpan();
        while (Next(rest, out var start, out var end))
        {
            names.Add(rest[(start + 1)..end].ToString());
            rest = rest[(end + 1)..];
        }

        return names;
    }

    private static bool Next(ReadOnlySpan<char> line, out int start, out int end)
    {
        start = line.IndexOf('{');
        var length = start < 0 ? -1 : line[start..].IndexOf('}');
        end = start + length;
        return length > 0;
    }

    private static string ValueOf(ReadOnlySpan<char> placeholder, ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (placeholder.SequenceEqual(name))
                return value;
        }

        throw new ArgumentException($"The line has a placeholder that nobody fills: {{{placeholder}}}.", nameof(values));
    }
}
