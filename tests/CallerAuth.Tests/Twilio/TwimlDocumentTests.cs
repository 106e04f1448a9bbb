using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Tests.Twilio;

/// <summary>One test for each document that Twilio's official package wrote.</summary>
public sealed class TwimlDocumentTests
{
    [Fact]
    public void An_empty_response() => TwimlReference.AssertEquals("empty", new VoiceResponse());

    [Fact]
    public void A_gather_that_asks_for_eleven_digits()
    {
        var gather = new Gather(
            input: [Gather.InputEnum.Dtmf],
            action: Relative("/voice/nin?s=1&l=nb"),
            method: HttpMethod.Post,
            numDigits: 11,
            finishOnKey: "#",
            timeout: 8,
            actionOnEmptyResult: true);
        gather.Say("Tast inn fødselsnummeret ditt, elleve siffer.", voice: "Polly.Ida-Neural", language: "nb-NO");

        TwimlReference.AssertEquals(
            "gather", new VoiceResponse().Append(gather).Redirect(Relative("/voice/nin?retry=1"), method: HttpMethod.Post));
    }

    [Fact]
    public void Spoken_text_with_pauses_and_emphasis()
    {
        var say = new Say("Ordene er ", voice: "Polly.Ida-Neural", language: "nb-NO")
            .Break(time: "500ms")
            .Prosody("GRØNN HEST", rate: "85%")
            .SayAs("12", interpretAs: SsmlSayAs.InterpretAsEnum.Digits);
        say.AddText(" & slutt");

        TwimlReference.AssertEquals("ssml", new VoiceResponse().Append(say));
    }

    [Fact]
    public void A_task_with_attributes()
    {
        var enqueue = new Enqueue(
            workflowSid: "WW00000000000000000000000000000001",
            waitUrl: Relative("/voice/wait"),
            waitUrlMethod: HttpMethod.Post,
            action: Relative("/voice/after-queue"));
        enqueue.Task("""{"verified":true,"name":"Åse \"Å\" <x>","sub":"abc"}""", priority: 5, timeout: 600);

        TwimlReference.AssertEquals("enqueue", new VoiceResponse().Append(enqueue));
    }

    [Fact]
    public void A_dialled_number_with_a_whisper()
    {
        var dial = new Dial(
            callerId: "+4721000000",
            answerOnBridge: true,
            timeout: 25,
            action: Relative("/voice/dial-done"),
            record: Dial.RecordEnum.DoNotRecord);
        dial.Number(
            "+4791234567",
            url: Relative("/voice/whisper?s=1"),
            statusCallback: Relative("/voice/status"),
            statusCallbackEvent: [Number.EventEnum.Initiated, Number.EventEnum.Answered, Number.EventEnum.Completed]);

        TwimlReference.AssertEquals("dial-number", new VoiceResponse().Append(dial));
    }

    [Fact]
    public void A_dialled_client_with_parameters()
    {
        var client = new Client().Identity("agent_1").Parameter("verified", "true").Parameter("name", "Ola & Kari");

        TwimlReference.AssertEquals("dial-client", new VoiceResponse().Append(new Dial().Append(client)));
    }

    [Fact]
    public void A_dialled_sip_address_with_headers()
    {
        var address = new Uri("sip:a@pbx.example;transport=tls?x-verified=true&x-name=Kari%20Nordmann&User-to-User=414243%3Bencoding%3Dhex");

        TwimlReference.AssertEquals("dial-sip", new VoiceResponse().Append(new Dial().Sip(address, username: "u", password: "p")));
    }

    [Fact]
    public void A_waiting_room() =>
        TwimlReference.AssertEquals(
            "wait",
            new VoiceResponse()
                .Say("Vent litt.", language: "nb-NO")
                .Play(new Uri("https://cdn.example/hold.mp3"), loop: 0)
                .Pause(length: 2)
                .Leave());

    [Fact]
    public void A_conference()
    {
        var dial = new Dial().Conference(
            "room-1",
            beep: Conference.BeepEnum.False,
            startConferenceOnEnter: false,
            endConferenceOnExit: true,
            waitUrl: Relative("/voice/hold"),
            participantLabel: "caller",
            statusCallback: Relative("/voice/conf"),
            statusCallbackEvent: [Conference.EventEnum.Join, Conference.EventEnum.Leave]);

        TwimlReference.AssertEquals("conference", new VoiceResponse().Append(dial));
    }

    [Fact]
    public void A_goodbye() => TwimlReference.AssertEquals("end", new VoiceResponse().Say("Ha det.", language: "nb-NO").Hangup());

    [Fact]
    public void A_rejected_call() => TwimlReference.AssertEquals("reject", new VoiceResponse().Reject(Reject.ReasonEnum.Busy));

    [Fact]
    public void A_referred_call() =>
        TwimlReference.AssertEquals("refer", new VoiceResponse().Append(new Refer(Relative("/x")).Sip(new Uri("sip:b@example.com"))));

    [Fact]
    public void Every_reference_document_has_its_test()
    {
        var documents = Directory.GetFiles(Path.Combine(TwimlReference.DataFolder, "twiml")).Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(
            ["conference", "dial-client", "dial-number", "dial-sip", "empty", "end", "enqueue", "gather", "refer", "reject", "ssml", "wait"],
            documents.Order(StringComparer.Ordinal));
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}
