using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

public sealed class HandoverTests
{
    [Fact]
    public async Task A_task_reaches_an_agent_with_the_identity_after_the_wait_document_went_round()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service
            .On("/voice", "<Enqueue workflowSid=\"WW1\" waitUrl=\"/wait\" action=\"/after\"><Task>{\"caller_verification\":{\"status\":\"verified\",\"name\":\"Åse\"}}</Task></Enqueue>")
            .On("/wait", "<Say>Please wait.</Say>")
            .On("/after", "<Hangup/>");

        var call = await line.CallAsync();

        var offer = Assert.Single(call.Offers);
        Assert.Equal((AgentKind.TaskRouter, "WW1", true), (offer.Kind, offer.Address, offer.Answered));
        Assert.Equal("Åse", offer.CallerVerification!["name"]!.ToString());
        Assert.Equal("bridged", line.Service.Only("/after")["QueueResult"]);
        Assert.All(line.Service.Requests.Where(request => request.Path == "/wait"), request => Assert.Equal("1", request["QueuePosition"]));
    }

    [Fact]
    public async Task A_caller_may_leave_the_queue_from_the_wait_document()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Simulator.Carrier.Agents["support"] = AgentAnswer.Busy;
        line.Service
            .On("/voice", "<Enqueue waitUrl=\"/wait\" action=\"/after\">support</Enqueue>")
            .On("/wait", "<Gather action=\"/leave\" numDigits=\"1\"/>")
            .On("/leave", "<Leave/>")
            .On("/after", "<Hangup/>");

        var call = await line.CallAsync(new Step(new Cue(MomentKind.QuestionAsked), "9"));

        Assert.Empty(call.Offers);
        Assert.Equal("leave", line.Service.Only("/after")["QueueResult"]);
    }

    [Fact]
    public async Task A_wait_document_may_not_dial()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Enqueue waitUrl=\"/wait\">support</Enqueue>").On("/wait", "<Dial>+4722000000</Dial>");

        Assert.Equal(12200, Assert.Single((await line.CallAsync()).Alerts).Code);
    }

    [Fact]
    public async Task A_task_that_is_not_json_is_an_error()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Enqueue workflowSid=\"WW1\"><Task>verified</Task></Enqueue>");

        Assert.Equal(40121, Assert.Single((await line.CallAsync()).Alerts).Code);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_in_the_queue_is_told_to_the_action()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Enqueue waitUrl=\"/wait\" action=\"/after\">support</Enqueue>").On("/wait", "<Say>Please wait.</Say>").On("/after", "");

        await line.CallAsync(new Step(new Cue(MomentKind.Said), HangUp: true));

        Assert.Equal("hangup", line.Service.Only("/after")["QueueResult"]);
        Assert.Equal("completed", line.Service.Only("/after")["CallStatus"]);
    }

    [Fact]
    public async Task An_agent_at_a_number_hears_the_whisper_on_a_leg_of_its_own()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service
            .On("/voice", "<Dial action=\"/after\"><Number url=\"/whisper\">+4722000000</Number></Dial>")
            .On("/whisper", "<Say language=\"nb-NO\">Bekreftet innringer: Åse.</Say>")
            .On("/after", "<Hangup/>");

        var call = await line.CallAsync();

        var whisper = line.Service.Only("/whisper");
        Assert.NotEqual(call.Sid, whisper["CallSid"]);
        Assert.Equal(call.Sid, whisper["ParentCallSid"]);
        Assert.Equal("outbound-dial", whisper["Direction"]);
        Assert.Equal("Bekreftet innringer: Åse.", Assert.Single(call.Offers).Whisper);
        Assert.Equal("completed", line.Service.Only("/after")["DialCallStatus"]);
        Assert.Equal(whisper["CallSid"], line.Service.Only("/after")["DialCallSid"]);
    }

    [Fact]
    public async Task A_whisper_that_hangs_up_keeps_the_two_apart()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service
            .On("/voice", "<Dial action=\"/after\"><Number url=\"/whisper\">+4722000000</Number></Dial>")
            .On("/whisper", "<Hangup/>")
            .On("/after", "<Hangup/>");

        var call = await line.CallAsync();

        Assert.False(Assert.Single(call.Offers).Answered);
        Assert.Equal("no-answer", line.Service.Only("/after")["DialCallStatus"]);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("failed")]
    [InlineData("no-answer")]
    public async Task An_agent_who_cannot_be_reached_is_told_to_the_action(string status)
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Simulator.Carrier.Agents["+4722000000"] = new AgentAnswer(status, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        line.Service.On("/voice", "<Dial action=\"/after\">+4722000000</Dial>").On("/after", "<Hangup/>");

        await line.CallAsync();

        Assert.Equal(status, line.Service.Only("/after")["DialCallStatus"]);
    }

    [Fact]
    public async Task A_client_gets_each_member_as_a_parameter()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Dial><Client><Identity>agent_1</Identity><Parameter name=\"status\" value=\"verified\"/></Client></Dial>");

        var offer = Assert.Single((await line.CallAsync()).Offers);

        Assert.Equal((AgentKind.Client, "agent_1"), (offer.Kind, offer.Address));
        Assert.Equal("verified", offer.CallerVerification!["status"]!.ToString());
    }

    [Fact]
    public async Task A_sip_phone_gets_the_headers_of_its_address()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Dial><Sip>sip:a@pbx.example;transport=tls?X-Caller-Verification-Status=verified&amp;X-Caller-Verification-Id=v1&amp;X-Caller-Verification-Name=Kari%20%C3%98deg%C3%A5rd</Sip></Dial>");

        var offer = Assert.Single((await line.CallAsync()).Offers);

        Assert.Equal("sip:a@pbx.example;transport=tls", offer.Address);
        Assert.Equal("verified", offer.CallerVerification!["status"]!.ToString());
        Assert.Equal("v1", offer.CallerVerification!["verification_id"]!.ToString());
        Assert.Equal("Kari Ødegård", offer.CallerVerification!["name"]!.ToString());
    }

    [Theory]
    [InlineData("sip:a@pbx.example?Subject=hello")]
    [InlineData("tel:+4722000000")]
    public async Task A_sip_address_that_twilio_would_refuse_is_an_error(string address)
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", $"<Dial><Sip>{address}</Sip></Dial>");

        Assert.Equal(13224, Assert.Single((await line.CallAsync()).Alerts).Code);
    }

    [Fact]
    public async Task Two_calls_that_dial_one_conference_meet_and_the_end_of_one_ends_it_for_both()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Dial action=\"/after\"><Conference endConferenceOnExit=\"true\">room-1</Conference></Dial>").On("/after", "<Hangup/>");
        var leaver = line.Dial(new Step(new Cue(MomentKind.WithAgent), HangUp: true));

        var stayer = await line.CallAsync();

        await leaver.Completion.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((Who.Caller, Who.Service), (leaver.EndedBy, stayer.EndedBy));
        Assert.Contains(line.Service.Requests, request => request.Path == "/after" && request["CallSid"] == stayer.Sid && request["DialCallStatus"] == "answered");
    }

    [Fact]
    public async Task An_agent_takes_a_queued_caller_by_a_call_of_their_own_and_hears_who_it_is()
    {
        await using var line = await PhoneLine.OpenAsync();
        var carrier = line.Simulator.Carrier;
        carrier.OwnForAgents("support", new PhoneNumber("+4721000090", new Uri(line.Service.BaseUrl, "/agent")));
        line.Service
            .On("/voice", "<Enqueue waitUrl=\"/wait\" action=\"/after\">support</Enqueue>")
            .On("/wait", "<Pause length=\"600\"/>")
            .On("/agent", "<Say>Verified caller: Kari Testmann.</Say><Redirect>/bridge</Redirect>")
            .On("/room", "<Dial action=\"/after\"><Conference endConferenceOnExit=\"true\">room</Conference></Dial>")
            .On("/after", "<Hangup/>")
            .On("/bridge", (context, _) =>
            {
                carrier.Calls.Single(call => call.Parties.To == PhoneLine.Number).Redirect(new Next(new Uri(line.Service.BaseUrl, "/room"), HttpMethod.Post, []));
                return TwimlServer.WriteAsync(context, "<Response><Dial><Conference endConferenceOnExit=\"true\">room</Conference></Dial></Response>");
            });

        var offer = Assert.Single((await line.CallAsync()).Offers);

        Assert.Equal((AgentKind.Queue, "support", true), (offer.Kind, offer.Address, offer.Answered));
        Assert.Equal("Verified caller: Kari Testmann.", offer.Whisper);
        Assert.Equal(("verified", "Kari Testmann"), (offer.CallerVerification!["status"]!.ToString(), offer.CallerVerification["name"]!.ToString()));
    }

    [Theory]
    [InlineData("Bekreftet innringer.", "verified")]
    [InlineData("Bekräftad uppringare: Åsa.", "verified")]
    [InlineData("Merk: Innringeren er ikke bekreftet.", "unverified")]
    [InlineData("No callers are waiting.", "unverified")]
    public void Only_the_words_for_a_verified_caller_make_one(string heard, string status) =>
        Assert.Equal(status, Whisper.Verification(heard)!["status"]!.ToString());
}
