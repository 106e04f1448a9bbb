using System.Xml.Linq;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Voice;
using Microsoft.Extensions.Options;
using Twilio.TwiML;

namespace CallerAuth.Tests.Voice;

public class AgentScriptTests
{
    private const string CallerSid = "CA00000000000000000000000000000001";
    private const string AgentSid = "CA00000000000000000000000000000002";
    private const string Queue = "Kø 1/2 & sånt";
    private const string QueueUrl = "https://callers.example/voice/queue/K%C3%B8%201%2F2%20%26%20s%C3%A5nt/";

    private static readonly PublicUrls Urls = new(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example/" }));
    private static readonly Line Line = new(new LineOptions { Name = "Nordlys", Languages = ["nb-NO", "en-GB"] }, []);
    private static readonly Speech Speech = new(new Prompts());
    private static readonly AgentHandoff Handoff = new(Urls);
    private static readonly AgentScript Script = new(Speech, Urls, new CallScript(Speech, Urls, Handoff), Handoff);

    [Fact]
    public void The_two_meet_in_a_conference_of_the_callers_name_that_neither_is_left_alone_in()
    {
        var caller = Root(Script.ToAgent(CallerSid, Queue)).Element("Dial")!;
        var agent = Root(Script.ToCaller(CallerSid, AgentSid, Queue)).Element("Dial")!;

        Assert.Equal(QueueUrl + "talked", (string?)caller.Attribute("action"));
        Assert.Null(agent.Attribute("action"));
        foreach (var room in new[] { caller.Element("Conference")!, agent.Element("Conference")! })
        {
            Assert.Equal(CallerSid, room.Value);
            Assert.Equal(("false", "true", "true"), ((string?)room.Attribute("beep"), (string?)room.Attribute("startConferenceOnEnter"), (string?)room.Attribute("endConferenceOnExit")));
        }

        Assert.Equal(QueueUrl + "alone/" + CallerSid, (string?)caller.Element("Conference")!.Attribute("waitUrl"));
        Assert.Equal(QueueUrl + "agent-alone/" + AgentSid, (string?)agent.Element("Conference")!.Attribute("waitUrl"));
    }

    [Fact]
    public void The_music_of_the_conference_ends_so_that_somebody_looks_after_who_is_alone()
    {
        var again = Urls.QueueAlone(Queue, CallerSid);

        var document = Root(Script.Alone(again));

        Assert.Equal(["Play", "Redirect"], document.Elements().Select(verb => verb.Name.LocalName));
        Assert.Equal(again.AbsoluteUri, document.Element("Redirect")!.Value);
    }

    [Fact]
    public void The_whisper_comes_first_in_the_language_of_the_staff_and_the_bridge_after_it()
    {
        var whisper = Root(Script.Whisper(state: null, Queue, Line));

        Assert.Equal(["Say", "Redirect"], whisper.Elements().Select(verb => verb.Name.LocalName));
        Assert.Equal("Merk: Innringeren er ikke bekreftet.", whisper.Element("Say")!.Value);
        Assert.Equal(QueueUrl + "bridge", whisper.Element("Redirect")!.Value);
    }

    [Fact]
    public void An_agent_of_an_empty_queue_hears_so_then_music_and_asks_again()
    {
        var document = Root(Script.NobodyWaits(Queue, Line));

        Assert.Equal(["Say", "Play", "Redirect"], document.Elements().Select(verb => verb.Name.LocalName));
        Assert.Equal(QueueUrl + "next", document.Element("Redirect")!.Value);
    }

    [Fact]
    public void The_wait_of_a_caller_ends_so_that_Twilio_asks_again_and_sooner_when_it_could_not_be_noted()
    {
        Assert.Equal("6", (string?)Root(Script.Waiting()).Element("Play")!.Attribute("loop"));
        Assert.Null(Root(Script.WaitingUnnoted()).Element("Play")!.Attribute("loop"));
    }

    [Fact]
    public void A_caller_whom_no_agent_waits_for_goes_back_to_the_queue_where_the_wait_is_noted()
    {
        var enqueue = Root(Script.BackToQueue(Queue)).Element("Enqueue")!;

        Assert.Equal(Queue, enqueue.Value);
        Assert.Equal(QueueUrl + "wait", (string?)enqueue.Attribute("waitUrl"));
        Assert.Equal("https://callers.example/voice/agent-leg", (string?)enqueue.Attribute("action"));
    }

    private static XElement Root(VoiceResponse response) => response.ToXDocument().Root!;
}
