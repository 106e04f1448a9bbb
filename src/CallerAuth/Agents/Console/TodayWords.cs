using System.Globalization;
using System.Resources;
using CallerAuth.Agents.Statistics;

namespace CallerAuth.Agents.Console;

/// <summary>The words of the page of today's figures in one language; any language but the console's four is English.</summary>
internal sealed class TodayWords(string language)
{
    private static readonly ResourceManager Texts = new(typeof(TodayWords));

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(language is "nb-NO" or "sv-SE" or "da-DK" ? language : "en-GB");

    public string this[TodayWord word] => Texts.GetString(word.ToString(), Culture) ?? throw new MissingManifestResourceException($"TodayWords.resx has no {word}.");

    public string With(TodayWord word, params ReadOnlySpan<object> values) => string.Format(Culture, this[word], values);

    /// <summary>The name of a step, a place or a reason, by the word that is counted.</summary>
    public string NameOf(string prefix, string counted) => this[Enum.Parse<TodayWord>(prefix + string.Concat(counted.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])))];

    /// <summary>As it is written in the language; images without ICU know no other way.</summary>
    public string Date(DateOnly date) => date.ToString(Culture.Name switch { "sv-SE" => "yyyy-MM-dd", "en-GB" => "d MMMM yyyy", _ => "dd.MM.yyyy" }, CultureInfo.InvariantCulture);

    public string Count(long count) => count.ToString("N0", Culture);

    /// <returns>A dash where there is nothing to be a part of.</returns>
    public string Part(long part, long whole) => whole == 0 ? "–" : ((double)part / whole).ToString("P0", Culture);

    /// <summary>A bucket below its column.</summary>
    public static string Bucket(string name) => name == Figure.More ? $">{Figure.Buckets[^1].ToString(CultureInfo.InvariantCulture)}" : $"≤{name}";

    /// <summary>A sentence of how long some of the callers took.</summary>
    public string Within(string bucket, TodayWord within, TodayWord longer) => bucket == Figure.More
        ? With(longer, With(TodayWord.Seconds, Figure.Buckets[^1]))
        : With(within, With(TodayWord.Seconds, bucket));
}
