using System.Xml.Linq;
using Twilio.TwiML;

namespace Twilio.AspNet.Core;

/// <summary>Makes a document an answer where it stands.</summary>
public static class TwiMLExtensions
{
    public static TwiMLResult ToTwiMLResult(this VoiceResponse voiceResponse) => new(voiceResponse);

    public static TwiMLResult ToTwiMLResult(this VoiceResponse voiceResponse, SaveOptions formattingOptions) =>
        new(voiceResponse, formattingOptions);
}
