using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

public sealed class TwilioRestApiTests
{
    private const string Waiting = "<Gather action=\"/digits\" numDigits=\"1\" timeout=\"100000\" actionOnEmptyResult=\"true\"><Say>Please wait.</Say></Gather>";

    [Fact]
    public async Task A_redirected_call_tells_the_interrupted_action_first_and_obeys_only_the_new_document()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", Waiting).On("/digits", "<Redirect>/ignored</Redirect>").On("/outcome", "<Hangup/>");
        var call = await WaitingCallAsync(line);

        var (status, answer) = await PostAsync(line, call.Sid, ("Url", new Uri(line.Service.BaseUrl, "/outcome").ToString()));
        await EndAsync(call);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(call.Sid, answer["sid"]!.ToString());
        Assert.Equal(["/voice", "/digits", "/outcome", "/status"], line.Service.Paths);
    }

    [Fact]
    public async Task A_queued_call_that_is_redirected_leaves_the_queue_as_redirected()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Simulator.Carrier.Agents["support"] = AgentAnswer.Busy;
        line.Service
            .On("/voice", "<Enqueue waitUrl=\"/wait\" action=\"/after\">support</Enqueue>")
            .On("/wait", "<Say>Please wait.</Say><Pause length=\"100000\"/>")
            .On("/after", "<Hangup/>")
            .On("/outcome", "<Hangup/>");
        var call = await WaitingCallAsync(line);

        await PostAsync(line, call.Sid, ("Url", new Uri(line.Service.BaseUrl, "/outcome").ToString()), ("Method", "POST"));
        await EndAsync(call);

        Assert.Equal("redirected", line.Service.Only("/after")["QueueResult"]);
        Assert.Equal(["/voice", "/wait", "/after", "/outcome", "/status"], line.Service.Paths);
    }

    [Fact]
    public async Task A_document_can_be_sent_with_the_request()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", Waiting).On("/digits", "");
        var call = await WaitingCallAsync(line);

        await PostAsync(line, call.Sid, ("Twiml", "<Response><Say>Sent by REST.</Say></Response>"));
        await EndAsync(call);

        Assert.Contains(call.Transcript.Said, said => said.Text == "Sent by REST.");
    }

    [Fact]
    public async Task A_document_sent_with_the_request_needs_absolute_urls()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", Waiting).On("/digits", "");
        var call = await WaitingCallAsync(line);

        await PostAsync(line, call.Sid, ("Twiml", "<Response><Redirect>/relative</Redirect></Response>"));
        await EndAsync(call);

        Assert.Equal(13338, Assert.Single(call.Alerts).Code);
    }

    [Fact]
    public async Task A_call_can_be_ended()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", Waiting);
        var call = await WaitingCallAsync(line);

        await PostAsync(line, call.Sid, ("Status", "completed"));
        await EndAsync(call);

        Assert.Equal(Who.Rest, call.EndedBy);
    }

    [Fact]
    public async Task A_call_that_has_ended_answers_21220()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Hangup/>");
        var call = await line.CallAsync();

        var (status, answer) = await PostAsync(line, call.Sid, ("Url", "http://127.0.0.1/outcome"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(21220, (int)answer["code"]!);
    }

    [Fact]
    public async Task An_unknown_call_answers_20404()
    {
        await using var line = await PhoneLine.OpenAsync();

        var (status, answer) = await PostAsync(line, "CA00000000000000000000000000000000", ("Status", "completed"));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(20404, (int)answer["code"]!);
    }

    [Fact]
    public async Task Wrong_credentials_answer_20003()
    {
        await using var line = await PhoneLine.OpenAsync();

        var (status, answer) = await PostAsync(line, "CA00000000000000000000000000000000", "wrong", ("Status", "completed"));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(20003, (int)answer["code"]!);
    }

    [Theory]
    [InlineData("TwiML", "<Response/>")]
    [InlineData("Url", "/relative")]
    [InlineData("Status", "finished")]
    public async Task A_field_that_is_not_right_is_refused(string field, string value)
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", Waiting);
        var call = await WaitingCallAsync(line);

        var (status, _) = await PostAsync(line, call.Sid, (field, value));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(call.IsInProgress);
    }

    [Fact]
    public async Task Faults_are_played_as_often_as_asked()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Simulator.Carrier.Faults.Rest.Play(new Fault.Answer(429, Body: "{\"code\":20429,\"message\":\"Too Many Requests\",\"status\":429}"), times: 1);

        var first = await PostAsync(line, "CA1", ("Status", "completed"));
        var second = await PostAsync(line, "CA1", ("Status", "completed"));

        Assert.Equal((HttpStatusCode)429, first.Status);
        Assert.Equal(HttpStatusCode.NotFound, second.Status);
    }

    private static async Task<PhoneCall> WaitingCallAsync(PhoneLine line)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = line.Simulator.Carrier.Dial(PhoneLine.CallerNumber, PhoneLine.Number, ringing => ringing.Attach(moment =>
        {
            if (moment.Kind == MomentKind.Said)
                heard.TrySetResult();
        }));
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        return call;
    }

    private static Task EndAsync(PhoneCall call) => call.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

    private static Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(PhoneLine line, string callSid, params (string Key, string Value)[] form) =>
        PostAsync(line, callSid, line.Simulator.Options.AuthToken, form);

    private static async Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(PhoneLine line, string callSid, string authToken, params (string Key, string Value)[] form)
    {
        var account = line.Simulator.Options.AccountSid;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{line.Simulator.TwilioApiBaseUrl}/2010-04-01/Accounts/{account}/Calls/{callSid}.json")
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Key, field.Value))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{account}:{authToken}")));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!);
    }
}
