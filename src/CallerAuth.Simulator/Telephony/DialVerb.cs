using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CallerAuth.Simulator.Listening;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// Dial: rings a number, a client or a SIP address and joins the two, after a whisper to the agent where the noun has a
/// <c>url</c> (twilio.com/docs/voice/twiml/dial).
/// </summary>
internal sealed class DialVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    private const int DefaultTimeoutSeconds = 30;

    private static readonly HashSet<string> WhisperVerbs = new(["Play", "Say", "Pause", "Gather", "Hangup", "Redirect"], StringComparer.Ordinal);

    /// <summary>Twilio's error 13238: a conference's wait takes these and no other.</summary>
    private static readonly HashSet<string> ConferenceWaitVerbs = new(["Play", "Say", "Pause", "Redirect"], StringComparer.Ordinal);

    private string _legSid = "";
    private bool _joined;

    public override async Task<Flow> PlayAsync(CancellationToken cancellationToken)
    {
        if (Element.Element("Conference") is { } conference)
            return await MeetAsync(conference, cancellationToken);
        var status = "failed";
        foreach (var noun in Nouns())
        {
            status = await RingAsync(noun, cancellationToken);
            if (status == "completed")
                break;
        }

        return Action(Result(status)) is { } next ? new Flow.Goto(next) : Flow.Goes;
    }

    public override Next? ActionWhenInterrupted(bool hungUp) => Action(Result(_joined ? "completed" : "canceled"));

    /// <summary>A conference has no agent to ring: who dials its name is in it, until it ends.</summary>
    private async Task<Flow> MeetAsync(XElement conference, CancellationToken cancellationToken)
    {
        _joined = true;
        var name = conference.Value.Trim();
        var talk = new TapeGap(Call.Tape, Call.Pace.Time);
        try
        {
            await Call.Carrier.Conference(name).StayAsync(
                Call, (string?)conference.Attribute("endConferenceOnExit") == "true", alone => PlayMusicAsync(conference, alone), cancellationToken);
        }
        finally
        {
            talk.Fill();
            Call.Carrier.LeaveConference(name);
        }

        return Action(Result("answered")) is { } next ? new Flow.Goto(next) : Flow.Goes;
    }

    private async Task PlayMusicAsync(XElement conference, CancellationToken cancellationToken)
    {
        if ((string?)conference.Attribute("waitUrl") is not { Length: > 0 } url)
            return;
        var method = (string?)conference.Attribute("waitMethod") == "GET" ? HttpMethod.Get : HttpMethod.Post;
        await Call.Documents.PlayInsideAsync(new Next(Page.Resolve(url), method, []), ConferenceWaitVerbs, cancellationToken);
    }

    private IReadOnlyList<XElement> Nouns()
    {
        if (Element.HasElements)
            return [.. Element.Elements()];
        var number = Element.Value.Trim();
        return number.Length > 0 ? [new XElement("Number", number)] : throw new CallFault(13201, Page.Url, "<Dial> names nobody");
    }

    private async Task<string> RingAsync(XElement noun, CancellationToken cancellationToken)
    {
        var offer = OfferTo(noun);
        var answer = Call.Carrier.Agents[offer.Address];
        var leg = new PhoneCall(Call.Carrier, new Parties(Text("callerId") ?? Call.Parties.From, offer.Address, "outbound-dial", Call.Sid), Call.Transcript, Who.Agent, new Pace(Call.Pace.Time));
        _legSid = leg.Sid;
        Call.Offer(offer);
        Call.Transcript.Add(Who.Twilio, $"rings {offer.Kind} {offer.Address}: {offer.CallerVerification?.ToJsonString() ?? "nothing attached"}");

        var patience = TimeSpan.FromSeconds(Number("timeout") ?? DefaultTimeoutSeconds);
        var rings = answer.Ringing < patience ? answer.Ringing : patience;
        await Call.PassAsync(rings, "ringing", Tones.Ringing(rings), cancellationToken);
        var status = answer.Status == "completed" && answer.Ringing >= patience ? "no-answer" : answer.Status;
        if (status != "completed")
        {
            Call.Transcript.Add(Who.Agent, $"{offer.Address}: {status}");
            return status;
        }

        if (!await WhisperAsync(noun, leg, offer, cancellationToken))
            return "no-answer";

        offer.Answered = true;
        _joined = true;
        Call.Transcript.Add(Who.Agent, $"{offer.Address} and the caller can talk");
        Call.Tell(new Moment(MomentKind.WithAgent, offer.Address));
        await Call.Pace.TalkAsync(answer.Talk, cancellationToken);
        Call.Transcript.Add(Who.Agent, "hangs up");
        return status;
    }

    /// <summary>Plays the whisper on the agent's leg; false when it hangs up there.</summary>
    private async Task<bool> WhisperAsync(XElement noun, PhoneCall leg, AgentOffer offer, CancellationToken cancellationToken)
    {
        if ((string?)noun.Attribute("url") is not { } url)
            return true;
        leg.Attach(moment =>
        {
            if (moment.Kind == MomentKind.Said)
                offer.Hear(moment.Text);
        });
        leg.Answer();
        Call.Transcript.Add(Who.Agent, "picks up and hears a whisper:");
        var method = ((string?)noun.Attribute("method"))?.ToUpperInvariant() == "GET" ? HttpMethod.Get : HttpMethod.Post;
        return await leg.Documents.PlayInsideAsync(new Next(Page.Resolve(url), method, []), WhisperVerbs, cancellationToken) is not Flow.HangsUp;
    }

    private AgentOffer OfferTo(XElement noun) => noun.Name.LocalName switch
    {
        "Number" => new AgentOffer(AgentKind.Number, noun.Value.Trim(), null),
        "Client" => ToClient(noun),
        "Sip" => ToSip(noun),
        var other => throw new CallFault(12200, Page.Url, $"<{other}> is TwiML, but this phone does not dial it"),
    };

    private static AgentOffer ToClient(XElement client)
    {
        var verification = new JsonObject();
        foreach (var parameter in client.Elements("Parameter"))
            verification[(string?)parameter.Attribute("name") ?? ""] = (string?)parameter.Attribute("value");
        return new AgentOffer(AgentKind.Client, client.Element("Identity")?.Value.Trim() ?? client.Value.Trim(), verification.Count > 0 ? verification : null);
    }

    private AgentOffer ToSip(XElement sip)
    {
        if (!SipAddress.TryParse(sip.Value.Trim(), out var address, out var fault))
            throw new CallFault(13224, Page.Url, fault);
        return new AgentOffer(AgentKind.Sip, address.Uri, address.CallerVerification());
    }

    private KeyValuePair<string, string>[] Result(string status) =>
    [
        new("DialCallStatus", status),
        new("DialCallSid", _legSid),
        new("DialCallDuration", status == "completed" ? "10" : "0"),
        new("DialBridged", (status is "completed" or "answered").ToString(CultureInfo.InvariantCulture).ToLowerInvariant()),
    ];
}
