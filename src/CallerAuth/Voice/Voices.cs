using System.Collections.Frozen;

namespace CallerAuth.Voice;

/// <summary>Which voices of <c>&lt;Say&gt;</c> speak which of our languages. Twilio may drop a <c>&lt;Say&gt;</c> whose voice and language do not agree, and the caller would hear nothing, so a configured voice is checked at start.</summary>
internal static class Voices
{
    private const string Resource = "CallerAuth.Voice.Voices.txt";

    private static readonly FrozenDictionary<string, string> Defaults = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["nb-NO"] = "Polly.Ida-Neural",
        ["sv-SE"] = "Polly.Elin-Neural",
        ["da-DK"] = "Polly.Sofie-Neural",
        ["en-GB"] = "Polly.Amy-Neural",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenSet<string>> ByLanguage = Read();

    /// <summary>The voice of a language where the settings name none.</summary>
    public static string Default(string language) =>
        Defaults.TryGetValue(language, out var voice) ? voice : throw new ArgumentException($"No voice for the language {language}.", nameof(language));

    /// <summary>Whether Twilio lists the voice for the language. Names are compared as Twilio writes them, with their capitals.</summary>
    public static bool Speaks(string voice, string language) =>
        ByLanguage.TryGetValue(language, out var voices) && voices.Contains(voice);

    /// <summary>All voices of a language, for the message that turns another one down.</summary>
    public static IReadOnlyCollection<string> Of(string language) =>
        ByLanguage.TryGetValue(language, out var voices) ? voices : [];

    private static FrozenDictionary<string, FrozenSet<string>> Read()
    {
        using var stream = typeof(Voices).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The list of voices is not in the assembly: {Resource}.");
        using var reader = new StreamReader(stream);

        var voices = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var ofLanguage = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                voices.Add(line.Trim('[', ']'), ofLanguage = new HashSet<string>(StringComparer.Ordinal));
            else if (line.Length > 0 && !line.StartsWith('#'))
                ofLanguage.Add(line);
        }

        return voices.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
