using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>Reads text aloud in a voice of the chosen language (https://www.twilio.com/docs/voice/twiml/say).</summary>
public class Say(
    string? message = null,
    Say.VoiceEnum? voice = null,
    int? loop = null,
    Say.LanguageEnum? language = null) : Verb<Say>("Say")
{
    public string? Message { get; set; } = message;

    public VoiceEnum? Voice { get; set; } = voice;

    public int? Loop { get; set; } = loop;

    public LanguageEnum? Language { get; set; } = language;

    private protected override string? Text => Message;

    public Say Break(SsmlBreak.StrengthEnum? strength = null, string? time = null) => Append(new SsmlBreak(strength, time));

    public Say Lang(string? words = null, SsmlLang.XmlLangEnum? xmlLang = null) => Append(new SsmlLang(words, xmlLang));

    public Say P(string? words = null) => Append(new SsmlP(words));

    public Say Prosody(string? words = null, string? volume = null, string? rate = null, string? pitch = null) =>
        Append(new SsmlProsody(words, volume, rate, pitch));

    public Say S(string? words = null) => Append(new SsmlS(words));

    public Say SayAs(string? words = null, SsmlSayAs.InterpretAsEnum? interpretAs = null, SsmlSayAs.FormatEnum? format = null) =>
        Append(new SsmlSayAs(words, interpretAs, format));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("voice", Voice);
        attributes.Write("loop", Loop);
        attributes.Write("language", Language);
    }

    public sealed class VoiceEnum : StringEnum
    {
        private VoiceEnum(string value)
            : base(value)
        {
        }

        public static implicit operator VoiceEnum(string value) => new(value);
    }

    public sealed class LanguageEnum : StringEnum
    {
        private LanguageEnum(string value)
            : base(value)
        {
        }

        public static implicit operator LanguageEnum(string value) => new(value);
    }
}
