using System.Text;
using System.Text.Json;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Conference;
using Twilio.Rest.Taskrouter.V1.Workspace;
using Twilio.Types;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Tests.Twilio;

public sealed class CallResourceTests
{
    private const string CallJson = """
        {
          "sid": "CA00000000000000000000000000000001", "account_sid": "AC00000000000000000000000000000001", "parent_call_sid": null,
          "to": "+4721000000", "from": "anonymous", "status": "in-progress", "direction": "inbound", "duration": null, "new_member": {"a": 1},
          "start_time": "Tue, 31 Aug 2010 20:36:29 +0000", "end_time": "", "date_created": "Tue, 31 Aug 2010 22:36:28 +0200",
          "uri": "/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls/CA00000000000000000000000000000001.json"
        }
        """;

    [Fact]
    public async Task A_live_call_is_redirected_by_a_form_signed_in_with_Basic_authentication()
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(200, CallJson));

        var call = await CallResource.UpdateAsync(
            pathSid: LoopbackTwilio.CallSid,
            url: new Uri("https://example.com/voice/outcome?a=1&b=å"),
            method: HttpMethod.Post,
            client: twilio.Client);

        var (line, headers, form) = await twilio.AskedAsync();
        Assert.Equal($"POST /2010-04-01/Accounts/{LoopbackTwilio.AccountSid}/Calls/{LoopbackTwilio.CallSid}.json HTTP/1.1", line);
        Assert.Equal("api.twilio.com", headers["Host"]);
        Assert.Equal("application/x-www-form-urlencoded", headers["Content-Type"]);
        Assert.Equal("application/json", headers["Accept"]);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{LoopbackTwilio.AccountSid}:secret")), headers["Authorization"]);
        Assert.Equal(
            [new("Url", "https://example.com/voice/outcome?a=1&b=%C3%A5"), new("Method", "POST")], LoopbackTwilio.Fields(form));
        Assert.Equal(CallResource.StatusEnum.InProgress, call.Status);
    }

    [Fact]
    public async Task A_call_is_ended_or_given_a_document()
    {
        using var ended = new LoopbackTwilio(LoopbackTwilio.Json(200, CallJson));
        using var given = new LoopbackTwilio(LoopbackTwilio.Json(200, CallJson));

        await CallResource.UpdateAsync(
            pathSid: LoopbackTwilio.CallSid, status: CallResource.UpdateStatusEnum.Completed, client: ended.Client);
        await CallResource.UpdateAsync(
            pathSid: LoopbackTwilio.CallSid, twiml: new Twiml("<Response><Say>Å & ø</Say></Response>"), timeLimit: 60, client: given.Client);

        Assert.Equal([new("Status", "completed")], LoopbackTwilio.Fields((await ended.AskedAsync()).Form));
        Assert.Equal(
            [new("Twiml", "<Response><Say>Å & ø</Say></Response>"), new("TimeLimit", "60")],
            LoopbackTwilio.Fields((await given.AskedAsync()).Form));
    }

    [Fact]
    public async Task A_call_is_placed_with_one_field_for_each_event()
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(201, CallJson));

        var call = await CallResource.CreateAsync(
            to: new PhoneNumber("+4791234567"),
            from: new PhoneNumber("+4721000000"),
            url: new Uri("https://example.com/voice/outbound"),
            statusCallback: new Uri("https://example.com/voice/status"),
            statusCallbackEvent: ["answered", "completed"],
            record: false,
            timeout: 30,
            client: twilio.Client);

        var (line, _, form) = await twilio.AskedAsync();
        Assert.Equal($"POST /2010-04-01/Accounts/{LoopbackTwilio.AccountSid}/Calls.json HTTP/1.1", line);
        Assert.Equal(
            [
                new("To", "+4791234567"), new("From", "+4721000000"), new("Url", "https://example.com/voice/outbound"),
                new("StatusCallback", "https://example.com/voice/status"), new("StatusCallbackEvent", "answered"),
                new("StatusCallbackEvent", "completed"), new("Timeout", "30"), new("Record", "false"),
            ],
            LoopbackTwilio.Fields(form));
        Assert.Equal(LoopbackTwilio.CallSid, call.Sid);
    }

    [Fact]
    public async Task A_call_is_read_with_its_times_in_UTC()
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(200, CallJson));

        var call = await CallResource.FetchAsync(
            pathSid: LoopbackTwilio.CallSid, pathAccountSid: "AC00000000000000000000000000000002", client: twilio.Client);

        var (line, _, form) = await twilio.AskedAsync();
        Assert.Equal($"GET /2010-04-01/Accounts/AC00000000000000000000000000000002/Calls/{LoopbackTwilio.CallSid}.json HTTP/1.1", line);
        Assert.Empty(form);
        Assert.Equal("anonymous", call.From);
        Assert.Null(call.ParentCallSid);
        Assert.Equal(new DateTime(2010, 8, 31, 20, 36, 29, DateTimeKind.Utc), call.StartTime);
        Assert.Equal(new DateTime(2010, 8, 31, 20, 36, 28, DateTimeKind.Utc), call.DateCreated);
        Assert.Null(call.EndTime);
    }

    [Fact]
    public async Task A_SID_cannot_lead_the_request_elsewhere()
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(200, CallJson));

        await CallResource.FetchAsync(pathSid: "../../x?y#z", client: twilio.Client);

        Assert.StartsWith(
            $"GET /2010-04-01/Accounts/{LoopbackTwilio.AccountSid}/Calls/..%2F..%2Fx%3Fy%23z.json ",
            (await twilio.AskedAsync()).Line,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_that_can_be_sent_is_in_the_OpenAPI_document()
    {
        using var created = new LoopbackTwilio(LoopbackTwilio.Json(201, CallJson));
        using var updated = new LoopbackTwilio(LoopbackTwilio.Json(200, CallJson));
        var known = JsonSerializer.Deserialize<JsonElement>(
            await File.ReadAllTextAsync(Path.Combine(TwimlReference.DataFolder, "call-form-fields.json"), TestContext.Current.CancellationToken));
        var url = new Uri("https://example.com/");

        await CallResource.CreateAsync(
            new PhoneNumber("+4791234567"), new PhoneNumber("+4721000000"), null, url, "<Response/>", "AP1", HttpMethod.Post, url, HttpMethod.Post, url,
            ["answered"], HttpMethod.Post, "1", 30, true, "mono", "https://example.com/", HttpMethod.Post, sipAuthUsername: "u", sipAuthPassword: "p",
            machineDetection: "Enable", machineDetectionTimeout: 5, recordingStatusCallbackEvent: ["completed"], trim: "trim-silence",
            callerId: "+4721000000", machineDetectionSpeechThreshold: 1, machineDetectionSpeechEndThreshold: 2, machineDetectionSilenceTimeout: 3,
            asyncAmd: "true", asyncAmdStatusCallback: url, asyncAmdStatusCallbackMethod: HttpMethod.Post, byoc: "BY1", callReason: "r", callToken: "t",
            recordingTrack: "both", timeLimit: 60, clientNotificationUrl: url, client: created.Client);
        await CallResource.UpdateAsync(
            LoopbackTwilio.CallSid, null, url, HttpMethod.Post, CallResource.UpdateStatusEnum.Completed, url, HttpMethod.Post, url, HttpMethod.Post,
            "<Response/>", 60, updated.Client);

        using var task = new LoopbackTwilio(LoopbackTwilio.Json(200, "{}"));
        using var participant = new LoopbackTwilio(LoopbackTwilio.Json(200, "{}"));
        await TaskResource.UpdateAsync(
            "WS1", "WT1", "{}", TaskResource.StatusEnum.Completed, "r", 1, "voice", DateTime.UnixEpoch, "\"1\"", task.Client);
        await ParticipantResource.UpdateAsync(
            "CF1", LoopbackTwilio.CallSid, null, true, true, url, HttpMethod.Post, url, HttpMethod.Post, url, HttpMethod.Post, true, true, true, LoopbackTwilio.CallSid, participant.Client);

        Assert.Equal(Names(known, "UpdateTask"), await SentAsync(task));
        Assert.Equal(Names(known, "UpdateParticipant"), await SentAsync(participant));
        Assert.Equal(Names(known, "CreateCall"), await SentAsync(created));
        Assert.Equal(Names(known, "UpdateCall"), await SentAsync(updated));
    }

    private static async Task<IEnumerable<string>> SentAsync(LoopbackTwilio twilio) =>
        LoopbackTwilio.Fields((await twilio.AskedAsync()).Form).Select(field => field.Key).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(JsonElement known, string operation) =>
        known.GetProperty(operation).EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal);
}
