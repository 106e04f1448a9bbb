using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>Refuses a call before it is answered, so that it costs nothing (https://www.twilio.com/docs/voice/twiml/reject).</summary>
public class Reject(Reject.ReasonEnum? reason = null) : Verb<Reject>("Reject")
{
    public ReasonEnum? Reason { get; set; } = reason;

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("reason", Reason);
    }

    public sealed class ReasonEnum : StringEnum
    {
        public static readonly ReasonEnum Rejected = new("rejected");
        public static readonly ReasonEnum Busy = new("busy");

        private ReasonEnum(string value)
            : base(value)
        {
        }

        public static implicit operator ReasonEnum(string value) => new(value);
    }
}
