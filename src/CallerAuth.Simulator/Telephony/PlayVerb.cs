using System.Xml.Linq;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Play: a sound file, or keys sent down the line (twilio.com/docs/voice/twiml/play).</summary>
internal sealed class PlayVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    private const int EndlessLoops = 1000;

    public override async Task<Flow> PlayAsync(CancellationToken cancellationToken)
    {
        if (Text("digits") is { } digits)
        {
            await Call.PassAsync(TimeSpan.FromMilliseconds(500 * digits.Length), cancellationToken);
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
            var length = await Call.Carrier.Audio.LengthAsync(url, cancellationToken);
            Call.Transcript.Add(Call.Hears, $"♪ {url.AbsolutePath}");
            Call.Tell(new Moment(MomentKind.Music, url.AbsolutePath));
            await Call.Pace.PlayAsync(url.AbsolutePath, length, cancellationToken);
        }

        return Flow.Goes;
    }
}
