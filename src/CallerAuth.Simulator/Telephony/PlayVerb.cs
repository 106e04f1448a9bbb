using System.Xml.Linq;
using CallerAuth.Simulator.Listening;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Play: a sound file, or keys sent down the line (twilio.com/docs/voice/twiml/play).</summary>
internal sealed class PlayVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    private const int EndlessLoops = 1000;

    public override async Task<Flow> PlayAsync(CancellationToken cancellationToken)
    {
        if (Text("digits") is { } digits)
        {
            await Call.PassAsync(TimeSpan.FromMilliseconds(500 * digits.Length), $"keys {digits}", Tones.Keys(digits), cancellationToken);
            return Flow.Goes;
        }

        var url = Page.Resolve(Element.Value.Trim());
        var loops = Number("loop") switch
        {
            null => 1,
            0 => EndlessLoops,
            { } asked => asked,
        };
        for (var i = 0; i < loops; i++)
        {
            var recording = await Call.Carrier.Audio.FetchAsync(url, cancellationToken);
            var clip = Call.Carrier.Options.Studio is { } studio ? await studio.DecodeAsync(url, recording.Bytes, cancellationToken) : null;
            var what = $"♪ {url.AbsolutePath}";
            Call.Transcript.Add(Call.Hears, what);
            Call.Tell(new Moment(MomentKind.Music, url.AbsolutePath));
            var length = clip?.Length ?? recording.Length;
            await Call.HearAsync(length, what, clip, () => Call.Pace.PlayAsync(url.AbsolutePath, length, cancellationToken));
        }

        return Flow.Goes;
    }
}
