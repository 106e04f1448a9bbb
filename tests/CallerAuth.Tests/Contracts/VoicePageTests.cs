using System.Globalization;
using System.Text.RegularExpressions;
using CallerAuth.Simulator.Listening;
using CallerAuth.Tests.Simulator.Listening;
using CallerAuth.Voice;
using Heard = CallerAuth.Simulator.Telephony.Speech;

namespace CallerAuth.Tests.Contracts;

/// <summary>
/// docs/voice.md says how long callers listen. Its texts and estimates are held to the prompts exactly; the measured lengths may
/// differ by as much as two versions of espeak-ng do.
/// </summary>
public partial class VoicePageTests
{
    private const string Page = "voice.md";
    private const double ToleratedShare = 0.15;
    private const double ToleratedSeconds = 0.3;

    private static readonly Espeak Espeak = new();

    [Fact]
    public Task The_length_of_every_prompt_is_listed() => AssertTableAsync("lengths", ["prompt", "text", .. Prompts.Languages], PromptRows());

    [Fact]
    public Task The_callers_time_is_listed() =>
        AssertTableAsync("budget", ["line", CallersTime.ToQuestion, CallersTime.ToWords, CallersTime.ToAgent], StretchRows(CallersTime.All()));

    [Fact]
    public Task The_time_in_menus_is_listed() =>
        AssertTableAsync("menus", ["caller", "own language offered", "first eID offered", "number asked for"], StretchRows(CallersTime.Menus()));

    [Fact]
    public void A_changed_text_is_another_page()
    {
        var page = "| `A` | `123456` | 2.0 (1.9) |\n";

        Assert.Null(Difference(page, "| `A` | `123456` | 2.2 (1.9) |\n"));
        Assert.NotNull(Difference(page, "| `A` | `123456` | 2.8 (1.9) |\n"));
        Assert.NotNull(Difference(page, "| `A` | `123457` | 2.0 (1.9) |\n"));
        Assert.NotNull(Difference(page, "| `A` | `123456` | 2.0 (2.0) |\n"));
        Assert.NotNull(Difference(page, page + page));
    }

    private static IEnumerable<Row> PromptRows() =>
        PromptLengths.Spoken.Select(key => new Row([$"`{key}`", $"`{PromptLengths.Mark(key)}`"], [.. Prompts.Languages.Select(language => new[] { PromptLengths.Of(key, language) })]));

    private static IEnumerable<Row> StretchRows(IEnumerable<Stretch> stretches) =>
        stretches.GroupBy(stretch => stretch.Caller).Select(caller => new Row([caller.Key], [.. caller.Select(stretch => stretch.Said.ToArray())]));

    private static async Task AssertTableAsync(string section, string[] columns, IEnumerable<Row> rows)
    {
        if (Repository.Rewrites)
            await SpeakingMachine.RequireAsync();
        var measures = await SpeakingMachine.IsHereAsync();
        List<string> lines = [$"| {string.Join(" | ", columns)} |", $"|{string.Concat(Enumerable.Repeat("---|", columns.Length))}"];
        foreach (var row in rows)
            lines.Add($"| {string.Join(" | ", [.. row.Names, .. await Task.WhenAll(row.Cells.Select(said => CellAsync(said, measures)))])} |");
        if (Repository.Rewrites)
        {
            Repository.AssertSection(Page, section, lines);
            return;
        }

        var expected = string.Join('\n', lines) + "\n";
        var difference = Difference(Repository.Section(Page, section), expected);
        Assert.True(difference is null, $"docs/{Page}, section \"{section}\": {difference} {Repository.HowToRewrite}");
    }

    private static async Task<string> CellAsync(Heard[] said, bool measures)
    {
        var estimate = Shown(said.Sum(heard => heard.Length.TotalSeconds));
        if (!measures)
            return $"? ({estimate})";
        var clips = await Task.WhenAll(said.Select(heard => Espeak.SayAsync(heard.Language, heard.Ssml, TestContext.Current.CancellationToken)));
        return $"{Shown(clips.Sum(clip => clip.Length.TotalSeconds))} ({estimate})";
    }

    private static string Shown(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <returns>The first line that says something else; null when there is none.</returns>
    private static string? Difference(string page, string made)
    {
        var (written, lines) = (page.Split('\n'), made.Split('\n'));
        if (written.Length != lines.Length)
            return $"it has {written.Length} lines and should have {lines.Length}.";
        for (var i = 0; i < lines.Length; i++)
        {
            var (was, now) = (Measured().Matches(written[i]), Measured().Matches(lines[i]));
            if (Measured().Replace(written[i], "~ (") != Measured().Replace(lines[i], "~ (") || !was.Zip(now).All(pair => IsNear(pair.First.Groups["seconds"].Value, pair.Second.Groups["seconds"].Value)))
                return $"\n{written[i]}\nshould be\n{lines[i]}\n";
        }

        return null;
    }

    private static bool IsNear(string written, string measured)
    {
        if (measured == "?")
            return true;
        var (was, now) = (double.Parse(written, CultureInfo.InvariantCulture), double.Parse(measured, CultureInfo.InvariantCulture));
        return Math.Abs(was - now) <= ToleratedSeconds + ToleratedShare * now;
    }

    [GeneratedRegex(@"(?<seconds>[0-9.]+|\?) \(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Measured();

    private sealed record Row(string[] Names, Heard[][] Cells);
}
