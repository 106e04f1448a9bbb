using System.Globalization;
using System.Resources;
using CallerAuth.Agents.Board;
using CallerAuth.Calls;
using Microsoft.Net.Http.Headers;

namespace CallerAuth.Agents.Console;

/// <summary>The texts of the console in one language. All are read at start, and a missing one stops it.</summary>
internal sealed class ConsoleWords
{
    /// <summary>BCP 47 tags; English is ConsoleWords.resx itself.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["nb-NO", "sv-SE", "da-DK", "en"];

    private static readonly Dictionary<string, ConsoleWords> All = Read();

    private readonly Dictionary<ConsoleWord, string> _texts;

    private ConsoleWords(string language, Dictionary<ConsoleWord, string> texts)
    {
        Language = language;
        _texts = texts;
    }

    public string Language { get; }

    public string this[ConsoleWord word] => _texts[word];

    public string this[UnverifiedReason reason] => this[Enum.Parse<ConsoleWord>(reason.ToString())];

    public string this[CardStage stage] => this[Enum.Parse<ConsoleWord>(stage.ToString())];

    public string this[CardStatus status] => this[status switch
    {
        CardStatus.Verified => ConsoleWord.Verified,
        CardStatus.Verifying => ConsoleWord.Verifying,
        CardStatus.Unverified => ConsoleWord.NotVerified,
        _ => ConsoleWord.NotYet,
    }];

    public string this[StoryStep step] =>
        string.Format(CultureInfo.InvariantCulture, this[Enum.Parse<ConsoleWord>("Story" + step.What)], this[step.Why ?? UnverifiedReason.Error]);

    public static ConsoleWords For(string language) => All.GetValueOrDefault(language) ?? All["en"];

    /// <summary>What the language calls itself.</summary>
    public static string NameOf(string language) => language switch
    {
        "nb-NO" => "Norsk",
        "sv-SE" => "Svenska",
        "da-DK" => "Dansk",
        _ => "English",
    };

    /// <summary>The language of ours that the browser likes best (RFC 9110, 12.5.4).</summary>
    public static string Best(IList<StringWithQualityHeaderValue> accepted) => accepted
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant())
        .Select(language => language is "no" or "nn" ? "nb" : language)
        .Select(language => Languages.FirstOrDefault(ours => ours.Split('-')[0] == language))
        .FirstOrDefault(ours => ours is not null) ?? "en";

    /// <summary>A date as it is written in the language; images without ICU know no other way.</summary>
    public string Date(DateOnly date) => date.ToString(
        Language switch
        {
            "nb-NO" or "da-DK" => "dd.MM.yyyy",
            "sv-SE" => "yyyy-MM-dd",
            _ => "d MMMM yyyy",
        },
        CultureInfo.InvariantCulture);

    public string Text(ConsoleWord word, object value) => string.Format(CultureInfo.InvariantCulture, this[word], value);

    private static Dictionary<string, ConsoleWords> Read()
    {
        var resources = new ResourceManager(typeof(ConsoleWords));
        return Languages.ToDictionary(language => language, language => new ConsoleWords(language, Read(resources, language)), StringComparer.Ordinal);
    }

    private static Dictionary<ConsoleWord, string> Read(ResourceManager resources, string language)
    {
        // Without tryParents a language stands alone: English is not lent to the others.
        var set = resources.GetResourceSet(language == "en" ? CultureInfo.GetCultureInfo("en-GB") : CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false);
        return Enum.GetValues<ConsoleWord>().ToDictionary(word => word, word => set?.GetString(word.ToString()) is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException($"The console has no text {word} in {language}."));
    }
}
