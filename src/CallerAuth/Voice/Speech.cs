using System.Collections.Concurrent;
using CallerAuth.Identity;
using CallerAuth.Lines;
using Twilio.TwiML;
using Twilio.TwiML.Voice;

namespace CallerAuth.Voice;

/// <summary>Says a prompt the way the line wants it: in its language and voice, in the line's own words or as its recording.</summary>
internal sealed class Speech(Prompts prompts)
{
    /// <summary>Norwegian BankID's words are Norwegian, whatever language the caller is spoken to in.</summary>
    private const string WordPairLanguage = "nb-NO";

    private const string PauseBetweenWords = "500ms";
    private const string SlowRate = "85%";

    /// <summary>Most prompts say the same in every call of a line.</summary>
    private readonly ConcurrentDictionary<(LineOptions Line, string Language, PromptKey Key), string> _same = new();

    /// <summary>What goes where <c>{org}</c> stands is filled in here; <paramref name="values"/> are the other placeholders.</summary>
    public void Say(TwiML document, LineOptions line, string language, PromptKey key, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var text = values.IsEmpty ? _same.GetOrAdd((line, language, key), static (of, speech) => speech.TextOf(of.Line, of.Language, of.Key, []), this) : TextOf(line, language, key, values);
        document.Append(IsAudio(text) ? new Play(url: new Uri(text)) : new Say(text, voice: Voice(line, language), language: language));
    }

    /// <summary>Says words that are no prompt, such as the reason that somebody gave for a call.</summary>
    public static void SayText(TwiML document, LineOptions line, string language, string text) =>
        document.Append(new Say(text, voice: Voice(line, language), language: language));

    /// <summary>A number in E.164 form as it is read out: two digits at a time, each digit by itself.</summary>
    public static string DigitByDigit(string number) =>
        (number.StartsWith('+') ? "+" : "") + string.Join(", ", number.Where(char.IsAsciiDigit).Chunk(2).Select(pair => string.Join(' ', pair)));

    /// <summary>Reads the words slowly and each apart, by a Norwegian voice.</summary>
    public static void SayWords(TwiML document, LineOptions line, WordPair words)
    {
        var say = new Say(voice: Voice(line, WordPairLanguage), language: WordPairLanguage);
        foreach (var word in words.Words)
            say.Prosody(word, rate: SlowRate).Break(time: PauseBetweenWords);
        document.Append(say);
    }

    /// <summary>A prompt's plain text, for what is shown and not said.</summary>
    public string Text(LineOptions line, string language, PromptKey key)
    {
        var own = Own(line, language, key);
        return Prompts.Fill(own is null || IsAudio(own) ? prompts.Text(language, key) : own, ("org", line.Name));
    }

    public static bool IsAudio(string text) =>
        text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal);

    private string TextOf(LineOptions line, string language, PromptKey key, ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var text = Own(line, language, key) ?? prompts.Text(language, key);
        return IsAudio(text) ? text : Prompts.Fill(text, [("org", line.Name), .. values]);
    }

    private static string? Own(LineOptions line, string language, PromptKey key) =>
        line.Prompts.TryGetValue(language, out var own) && own.TryGetValue(key.ToString(), out var text) ? text : null;

    private static string Voice(LineOptions line, string language) =>
        line.Voices.TryGetValue(language, out var voice) ? voice : Voices.Default(language);
}
