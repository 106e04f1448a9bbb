using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>Words of another language inside spoken text.</summary>
public class SsmlLang(string? words = null, SsmlLang.XmlLangEnum? xmlLang = null) : Verb<SsmlLang>("lang")
{
    public string? Words { get; set; } = words;

    public XmlLangEnum? XmlLang { get; set; } = xmlLang;

    private protected override string? Text => Words;

    public SsmlLang Break(SsmlBreak.StrengthEnum? strength = null, string? time = null) => Append(new SsmlBreak(strength, time));

    public SsmlLang Lang(string? words = null, SsmlLang.XmlLangEnum? xmlLang = null) => Append(new SsmlLang(words, xmlLang));

    public SsmlLang P(string? words = null) => Append(new SsmlP(words));

    public SsmlLang Prosody(string? words = null, string? volume = null, string? rate = null, string? pitch = null) =>
        Append(new SsmlProsody(words, volume, rate, pitch));

    public SsmlLang S(string? words = null) => Append(new SsmlS(words));

    public SsmlLang SayAs(string? words = null, SsmlSayAs.InterpretAsEnum? interpretAs = null, SsmlSayAs.FormatEnum? format = null) =>
        Append(new SsmlSayAs(words, interpretAs, format));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("xml:lang", XmlLang);
    }

    public sealed class XmlLangEnum : StringEnum
    {
        public static readonly XmlLangEnum DaDk = new("da-DK");
        public static readonly XmlLangEnum EnGb = new("en-GB");
        public static readonly XmlLangEnum EnUs = new("en-US");
        public static readonly XmlLangEnum NbNo = new("nb-NO");
        public static readonly XmlLangEnum SvSe = new("sv-SE");

        private XmlLangEnum(string value)
            : base(value)
        {
        }

        public static implicit operator XmlLangEnum(string value) => new(value);
    }
}
