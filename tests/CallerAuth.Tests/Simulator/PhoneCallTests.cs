using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;
using Microsoft.AspNetCore.Http;

namespace CallerAuth.Tests.Simulator;

public sealed class PhoneCallTests
{
    [Fact]
    public async Task Every_request_carries_the_standard_parameters_and_a_true_signature()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Say>Hello.</Say><Redirect>/more?x=1&amp;y=%20</Redirect>").On("/more", "<Hangup/>");

        var call = await line.CallAsync();

        Assert.Equal(["ringing", "in-progress", "completed"], line.Service.Requests.Select(request => request["CallStatus"]));
        Assert.All(line.Service.Requests, request =>
        {
            Assert.Equal("POST", request.Method);
            Assert.Equal(call.Sid, request["CallSid"]);
            Assert.Equal(line.Simulator.Options.AccountSid, request["AccountSid"]);
            Assert.Equal(PhoneLine.CallerNumber, request["From"]);
            Assert.Equal(PhoneLine.Number, request["To"]);
            Assert.Equal("2010-04-01", request["ApiVersion"]);
            Assert.Equal("inbound", request["Direction"]);
            Assert.Equal(TwilioSignature.Compute(line.Simulator.Options.AuthToken, request.Url, request.Form), request.Signature);
        });
        Assert.Matches("^CA[0-9a-f]{32}$", call.Sid);
    }

    [Fact]
    public async Task A_document_that_runs_out_ends_the_call()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Say>Goodbye.</Say>");

        var call = await line.CallAsync();

        Assert.Equal("completed", call.Status);
        Assert.Equal(Who.Service, call.EndedBy);
        Assert.Equal("0", line.Service.Only("/status")["SequenceNumber"]);
    }

    [Theory]
    [InlineData("<Speak>Hello</Speak>", 12200)]
    [InlineData("<Say voise=\"x\">Hello</Say>", 12200)]
    [InlineData("<Gather numDigits=\"eleven\"/>", 12200)]
    [InlineData("<Gather><Dial>+4722000000</Dial></Gather>", 12200)]
    [InlineData("<Say language=\"nb-NO\" voice=\"Polly.Amy-Neural\">Hei</Say>", 13512)]
    [InlineData("<Record/>", 12200)]
    [InlineData("<Say>unclosed", 12100)]
    public async Task A_document_that_is_not_right_ends_the_call_with_an_error(string verbs, int code)
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", verbs);

        var call = await line.CallAsync();

        Assert.Equal(code, Assert.Single(call.Alerts).Code);
    }

    [Theory]
    [InlineData("text/plain", 12300)]
    [InlineData("application/json", 12300)]
    public async Task A_document_of_another_type_is_an_error(string contentType, int code)
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", (context, _) => TwimlServer.WriteAsync(context, "<Response/>", contentType));

        Assert.Equal(code, Assert.Single((await line.CallAsync()).Alerts).Code);
    }

    [Fact]
    public async Task A_document_larger_than_64_kB_is_refused()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", $"<Say>{new string('a', 64 * 1024)}</Say>");

        Assert.Equal(11750, Assert.Single((await line.CallAsync()).Alerts).Code);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_replaced_by_the_fallback_url()
    {
        await using var line = await PhoneLine.OpenAsync(TimeSpan.FromMilliseconds(200), withFallback: true);
        line.Service
            .On("/voice", (context, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted))
            .On("/fallback", "<Say>We are sorry.</Say>");

        var call = await line.CallAsync();

        Assert.Equal(11200, Assert.Single(call.Alerts).Code);
        Assert.Equal("11200", line.Service.Only("/fallback")["ErrorCode"]);
        Assert.Contains(call.Transcript.Said, said => said.Text == "We are sorry.");
    }

    [Fact]
    public async Task An_error_of_the_service_without_fallback_ends_the_call()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        });

        var call = await line.CallAsync();

        Assert.Equal(11217, Assert.Single(call.Alerts).Code);
        Assert.Equal("completed", line.Service.Only("/status")["CallStatus"]);
    }

    [Fact]
    public async Task Documents_that_only_send_each_other_round_are_stopped()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Redirect>/voice</Redirect>");

        var call = await line.CallAsync();

        Assert.Equal(11215, Assert.Single(call.Alerts).Code);
        Assert.InRange(line.Service.Requests.Count, 5, 20);
    }

    [Fact]
    public async Task Http_redirects_are_followed_ten_times_and_no_more()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", (context, _) =>
        {
            context.Response.Redirect("/voice", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        var call = await line.CallAsync();

        Assert.Equal(11215, Assert.Single(call.Alerts).Code);
        Assert.Equal(11, line.Service.Paths.Count(path => path == "/voice"));
    }

    [Fact]
    public async Task Music_is_fetched_once_and_then_only_checked_by_its_tag()
    {
        await using var line = await PhoneLine.OpenAsync();
        List<string> tags = [];
        line.Service.On("/voice", "<Play loop=\"3\">/hold.mp3</Play>").On("/hold.mp3", (context, request) =>
        {
            tags.Add(context.Request.Headers.IfNoneMatch.ToString());
            Assert.Empty(request.Form);
            context.Response.Headers.ETag = "\"one\"";
            if (tags.Count > 1)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            return TwimlServer.WriteAsync(context, new string('m', 16000), "audio/mpeg");
        });

        var call = await line.CallAsync();

        Assert.Empty(call.Alerts);
        Assert.Equal(["", "\"one\"", "\"one\""], tags);
    }

    [Fact]
    public async Task Music_that_is_no_audio_is_an_error()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Play>/hold.html</Play>").On("/hold.html", (context, _) => TwimlServer.WriteAsync(context, "<html/>", "text/html"));

        Assert.Equal(12300, Assert.Single((await line.CallAsync()).Alerts).Code);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_is_reported_by_the_status_callback()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Gather action=\"/digits\"><Say>Welcome.</Say><Pause length=\"100000\"/></Gather>");

        var call = await line.CallAsync(new Step(new Cue(MomentKind.Said), HangUp: true));

        Assert.Equal(Who.Caller, call.EndedBy);
        Assert.Equal(["/voice", "/status"], line.Service.Paths);
    }

    [Fact]
    public async Task Doubled_webhooks_come_twice_and_the_first_answer_counts()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Simulator.Carrier.Faults.DuplicateWebhooks = true;
        line.Service.On("/voice", "<Say>Hello.</Say><Hangup/>");

        await line.CallAsync();

        Assert.Equal(["/status", "/status", "/voice", "/voice"], line.Service.Paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rejected_call_was_never_answered()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Reject reason=\"busy\"/>");

        Assert.Equal("busy", (await line.CallAsync()).Status);
    }
}
