namespace Twilio.TwiML.Voice;

/// <summary>A sentence of spoken text.</summary>
public class SsmlS(string? words = null) : Verb<SsmlS>("s")
{
    public string? Words { get; set; } = words;

    private protected override string? Text => Words;

    public SsmlS Break(SsmlBreak.StrengthEnum? strength = null, string? time = null) => Append(new SsmlBreak(strength, time));

    public SsmlS Lang(string? words = null, SsmlLang.XmlLangEnum? xmlLang = null) => Append(new SsmlLang(words, xmlLang));

    public SsmlS Prosody(string? words = null, string? volume = null, string? rate = null, string? pitch = null) =>
        Append(new SsmlProsody(words, volume, rate, pitch));

    public SsmlS SayAs(string? words = null, SsmlSayAs.InterpretAsEnum? interpretAs = null, SsmlSayAs.FormatEnum? format = null) =>
        Append(new SsmlSayAs(words, interpretAs, format));
}
