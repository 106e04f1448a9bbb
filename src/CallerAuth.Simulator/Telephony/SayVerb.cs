using System.Xml.Linq;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Say: words at the pace of a voice, which must speak the language it was given (twilio.com/docs/voice/twiml/say).</summary>
internal sealed class SayVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    private const int EndlessLoops = 1000;
    private const int PollyCharactersMax = 3000;

    public override async Task<Flow> PlayAsync(CancellationToken cancellationToken)
    {
        var speech = Speech.Of(Element);
        var voice = Text("voice") ?? "";
        if (Voices.LanguageOf(voice) is { } spoken && spoken != speech.Language)
            throw new CallFault(13512, Page.Url, $"{voice} does not speak {speech.Language}");
        if (voice is "" or "man" or "woman" && Element.HasElements)
            throw new CallFault(13520, Page.Url, "a basic voice takes no SSML");
        if (speech.Text.Length > PollyCharactersMax)
            throw new CallFault(13520, Page.Url, "the text is too long for one Say");

        var loops = Number("loop") is { } asked and not 0 ? asked : Number("loop") is 0 ? EndlessLoops : 1;
        var clip = Call.Carrier.Options.Studio is { } studio ? await studio.SayAsync(speech, cancellationToken) : null;
        speech = speech with { Length = clip?.Length ?? speech.Length };
        for (var i = 0; i < loops; i++)
        {
            Call.Transcript.Add(Call.Hears, speech.Text, speech.Language);
            await Call.HearAsync(speech.Length, speech.Text, clip, () => Call.Pace.SpeakAsync(speech, cancellationToken));
            Call.Tell(new Moment(MomentKind.Said, speech.Text, speech.Language));
        }

        return Flow.Goes;
    }
}
