namespace Twilio.TwiML.Voice;

/// <summary>A paragraph of spoken text.</summary>
public class SsmlP(string? words = null) : Verb<SsmlP>("p")
{
    public string? Words { get; set; } = words;

    private protected override string? Text => Words;

    public SsmlP Break(SsmlBreak.StrengthEnum? strength = null, string? time = null) => Append(new SsmlBreak(strength, time));

    public SsmlP Lang(string? words = null, SsmlLang.XmlLangEnum? xmlLang = null) => Append(new SsmlLang(words, xmlLang));

    public SsmlP Prosody(string? words = null, string? volume = null, string? rate = null, string? pitch = null) =>
        Append(new SsmlProsody(words, volume, rate, pitch));

    public SsmlP S(string? words = null) => Append(new SsmlS(words));

    public SsmlP SayAs(string? words = null, SsmlSayAs.InterpretAsEnum? interpretAs = null, SsmlSayAs.FormatEnum? format = null) =>
        Append(new SsmlSayAs(words, interpretAs, format));
}
