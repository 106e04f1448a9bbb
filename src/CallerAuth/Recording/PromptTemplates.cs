using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using CallerAuth.Lines;
using CallerAuth.Voice;

namespace CallerAuth.Recording;

/// <summary>
/// Knows every sentence that a line can say, and finds the one that was said. What is written down is the sentence with its
/// placeholders, so nothing that stood in one of them is; what is none of our sentences is not written down at all.
/// </summary>
internal sealed class PromptTemplates(Prompts prompts)
{
    public const string Unknown = "{own words}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Of these what was filled in is kept: a key of a menu, and the name of an eID.
    private static readonly string[] Harmless = ["key", "eid"];

    private readonly ConcurrentDictionary<(Line Line, string Language), Sentences> _known = new();

    public string Of(Line line, string language, string said) => _known.GetOrAdd((line, language), key => Read(key.Line, key.Language)).Find(said);

    private Sentences Read(Line line, string language)
    {
        if (!Prompts.Languages.Contains(language))
            return new Sentences([], [], []);
        var own = line.Options.Prompts.TryGetValue(language, out var texts) ? texts : new Dictionary<string, string>();
        // The line's name is filled in first: a sentence with nothing else in it is found by itself.
        var written = Enum.GetValues<PromptKey>()
            .Select(Text)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return new Sentences(
            written.Where(text => Prompts.Placeholders(text).All(name => name == "org")).GroupBy(text => Prompts.Fill(text, ("org", line.Options.Name)), StringComparer.Ordinal).ToDictionary(said => said.Key, said => said.First(), StringComparer.Ordinal),
            [.. written.Where(text => Prompts.Placeholders(text).Any(name => name != "org")).Select(text => new Sentence(text, Pattern(text, line.Options.Name)))],
            [.. line.EIds.Select(eid => eid.SpokenName), Text(PromptKey.EidNoBankId), Text(PromptKey.EidSeBankId)]);

        string Text(PromptKey key) => own.TryGetValue(key.ToString(), out var text) && !Speech.IsAudio(text) ? text : prompts.Text(language, key);
    }

    private static Regex Pattern(string text, string org)
    {
        var pattern = new StringBuilder("^");
        var rest = text;
        while (rest.IndexOf('{', StringComparison.Ordinal) is var start && start >= 0 && rest.IndexOf('}', start) is var end && end > start)
        {
            var name = rest[(start + 1)..end];
            pattern.Append(Regex.Escape(rest[..start])).Append(name == "org" ? Regex.Escape(org) : $"(?<{name}>{(name == "key" ? "[0-9*#]" : ".+?")})");
            rest = rest[(end + 1)..];
        }

        return new Regex(pattern.Append(Regex.Escape(rest)).Append('$').ToString(), RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, Patience);
    }

    private sealed record Sentence(string Text, Regex Pattern);

    /// <param name="EIdNames">Whatever else stands where an eID is named may be a person.</param>
    private sealed record Sentences(Dictionary<string, string> Plain, IReadOnlyList<Sentence> Filled, IReadOnlyCollection<string> EIdNames)
    {
        public string Find(string said)
        {
            if (Plain.TryGetValue(said, out var text))
                return text;
            foreach (var sentence in Filled)
            {
                if (sentence.Pattern.Match(said) is not { Success: true } match)
                    continue;
                var found = sentence.Text;
                foreach (var name in Harmless.Where(name => match.Groups[name].Success && (name == "key" || EIdNames.Contains(match.Groups[name].Value))))
                    found = found.Replace($"{{{name}}}", match.Groups[name].Value, StringComparison.Ordinal);
                return found;
            }

            return Unknown;
        }
    }
}
