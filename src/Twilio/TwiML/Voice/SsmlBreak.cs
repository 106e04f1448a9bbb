using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>A pause inside spoken text (https://www.twilio.com/docs/voice/twiml/say/text-speech#break).</summary>
public class SsmlBreak(SsmlBreak.StrengthEnum? strength = null, string? time = null) : Verb<SsmlBreak>("break")
{
    public StrengthEnum? Strength { get; set; } = strength;

    public string? Time { get; set; } = time;

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("strength", Strength);
        attributes.Write("time", Time);
    }

    public sealed class StrengthEnum : StringEnum
    {
        public static readonly StrengthEnum None = new("none");
        public static readonly StrengthEnum XWeak = new("x-weak");
        public static readonly StrengthEnum Weak = new("weak");
        public static readonly StrengthEnum Medium = new("medium");
        public static readonly StrengthEnum Strong = new("strong");
        public static readonly StrengthEnum XStrong = new("x-strong");

        private StrengthEnum(string value)
            : base(value)
        {
        }

        public static implicit operator StrengthEnum(string value) => new(value);
    }
}
