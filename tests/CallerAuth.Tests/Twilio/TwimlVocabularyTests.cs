using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Tests.Twilio;

/// <summary>
/// Every verb with every option set, compared with the attributes and children that Twilio's npm package knows for it.
/// </summary>
public sealed class TwimlVocabularyTests
{
    private static readonly Uri Address = new("https://example.com/x");
    private static readonly HttpMethod Method = HttpMethod.Post;

    [Fact]
    public void Every_attribute_and_every_child_written_is_one_that_Twilio_knows_there() =>
        Assert.Empty(TwimlVocabulary.FaultsIn(Everything().ToXDocument()));

    [Fact]
    public void What_Twilio_does_not_know_is_noticed()
    {
        var document = new VoiceResponse();
        document.Nest(new Gather()).SetOption("colour", "red").Append(new Hangup());
        document.AddChild("Whistle");

        Assert.Equal(
            ["VoiceResponse must not hold whistle", "Gather has no attribute colour", "Gather must not hold hangup", "Whistle is no verb"],
            TwimlVocabulary.FaultsIn(document.ToXDocument()));
    }

    [Fact]
    public void No_attribute_is_written_when_nothing_was_set()
    {
        var response = new VoiceResponse()
            .Say().Gather().Play().Pause().Redirect().Enqueue().Dial().Queue().Hangup().Leave().Reject().Refer();

        Assert.All(response.ToXDocument().Descendants(), element => Assert.Empty(element.Attributes()));
    }

    private static VoiceResponse Everything() => new VoiceResponse()
        .Append(Spoken())
        .Append(new Gather(
                [Gather.InputEnum.Dtmf, Gather.InputEnum.Speech], Address, Method, 1, "auto", 2, true, "#", 3, Address, Method, "nb-NO", "a,b",
                true, false, true, "m", true)
            .Say("a").Play(Address).Pause(1))
        .Play(Address, 0, "1w2")
        .Pause(1)
        .Redirect(Address, Method)
        .Append(new Enqueue("q", Address, 1, Method, Address, Method, "WW1").Task("{}", 1, 2))
        .Append(new Dial(
                "+4721000000", Address, Method, 1, true, 2, "+4722000000", Dial.RecordEnum.DoNotRecord, Dial.TrimEnum.DoNotTrim, Address, "c",
                Method, [Dial.RecordingEventEnum.Completed], true, "no", Dial.RecordingTrackEnum.Both, true, Address, Method,
                Dial.EventsEnum.CallProgressEvent)
            .Number("+4721000000", "1", Address, Method, [Number.EventEnum.Ringing], Address, Method, "BY1", "Enable", Method, "/amd", 1, 2, 3, 4)
            .Append(new Client("agent", Address, Method, [Client.EventEnum.Ringing], Address, Method).Identity("a").Parameter("n", "v"))
            .Sip(new Uri("sip:a@example.com"), "u", "p", Address, Method, [Sip.EventEnum.Ringing], Address, Method, "Enable", Method, "/amd", 1, 2, 3, 4)
            .Queue("q", Address, Method, "WR1", "WA1")
            .Conference(
                "room", true, Conference.BeepEnum.Onenter, true, true, Address, Method, 2, Conference.RecordEnum.DoNotRecord, "c",
                Conference.RegionEnum.Ie1, "CA1", Conference.TrimEnum.DoNotTrim, [Conference.EventEnum.Join], Address, Method, Address, Method,
                [Conference.RecordingEventEnum.Completed], Address, Conference.JitterBufferSizeEnum.Small, "caller"))
        .Queue("q", Address, Method, "WR1", "WA1")
        .Append(new Refer(Address, Method).Sip(new Uri("sip:b@example.com")))
        .Reject(Reject.ReasonEnum.Rejected)
        .Leave()
        .Hangup();

    private static Say Spoken()
    {
        var say = new Say("a", "Polly.Ida-Neural", 2, "nb-NO")
            .Break(SsmlBreak.StrengthEnum.XStrong, "1s")
            .Lang("b", SsmlLang.XmlLangEnum.NbNo)
            .P("c")
            .Prosody("d", "loud", "slow", "high")
            .S("e")
            .SayAs("1", SsmlSayAs.InterpretAsEnum.Date, SsmlSayAs.FormatEnum.Dmy);
        say.Nest(new SsmlLang("f")).Break().Lang().P().Prosody().S().SayAs();
        say.Nest(new SsmlProsody("g")).Break().Lang().P().Prosody().S().SayAs();
        say.Nest(new SsmlP("h")).Break().Lang().Prosody().S().SayAs();
        say.Nest(new SsmlS("i")).Break().Lang().Prosody().SayAs();
        return say;
    }
}
