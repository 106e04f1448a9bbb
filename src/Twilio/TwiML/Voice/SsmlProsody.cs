namespace Twilio.TwiML.Voice;

/// <summary>Words spoken slower, louder or higher than the rest.</summary>
public class SsmlProsody(
    string? words = null,
    string? volume = null,
    string? rate = null,
    string? pitch = null) : Verb<SsmlProsody>("prosody")
{
    public string? Words { get; set; } = words;

    public string? Volume { get; set; } = volume;

    public string? Rate { get; set; } = rate;

    public string? Pitch { get; set; } = pitch;

    private protected override string? Text => Words;

    public SsmlProsody Break(SsmlBreak.StrengthEnum? strength = null, string? time = null) => Append(new SsmlBreak(strength, time));

    public SsmlProsody Lang(string? words = null, SsmlLang.XmlLangEnum? xmlLang = null) => Append(new SsmlLang(words, xmlLang));

    public SsmlProsody P(string? words = null) => Append(new SsmlP(words));

    public SsmlProsody Prosody(string? words = null, string? volume = null, string? rate = null, string? pitch = null) =>
        Append(new SsmlProsody(words, volume, rate, pitch));

    public SsmlProsody S(string? words = null) => Append(new SsmlS(words));

    public SsmlProsody SayAs(string? words = null, SsmlSayAs.InterpretAsEnum? interpretAs = null, SsmlSayAs.FormatEnum? format = null) =>
        Append(new SsmlSayAs(words, interpretAs, format));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("volume", Volume);
        attributes.Write("rate", Rate);
        attributes.Write("pitch", Pitch);
    }
}
