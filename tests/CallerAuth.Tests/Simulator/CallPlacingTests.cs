using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

/// <summary>The simulator's Twilio places calls, and takes nothing that Twilio would not.</summary>
public sealed class CallPlacingTests
{
    private const string Person = "+46701740612";

    [Fact]
    public async Task A_call_is_answered_by_a_person_and_the_first_request_says_so()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/answered", "<Say>Hello.</Say>");
        line.Simulator.Carrier.Callees[Person] = new Callee(CalleeAnswer.PicksUp);

        var (status, answer) = await PlaceAsync(line, Good(line));
        await line.Simulator.Carrier.Find(answer["sid"]!.ToString())!.Completion;

        Assert.Equal(HttpStatusCode.Created, status);
        var asked = line.Service.Only("/answered");
        Assert.Equal(("human", "outbound-api", PhoneLine.Number, Person, "in-progress"), (asked["AnsweredBy"], asked["Direction"], asked["From"], asked["To"], asked["CallStatus"]));
        Assert.Equal("completed", line.Service.Only("/status")["CallStatus"]);
    }

    [Theory]
    [InlineData("busy", 1, "busy")]
    [InlineData("failed", 1, "failed")]
    [InlineData("in-progress", 500, "no-answer")]
    public async Task A_call_that_nobody_answers_asks_for_no_document(string answers, int ringing, string status)
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Simulator.Carrier.Callees[Person] = new Callee(new CalleeAnswer(answers, TimeSpan.FromSeconds(ringing)));

        var (_, answer) = await PlaceAsync(line, Good(line));
        await line.Simulator.Carrier.Find(answer["sid"]!.ToString())!.Completion;

        Assert.Equal(["/status"], line.Service.Paths);
        Assert.Equal(status, line.Service.Only("/status")["CallStatus"]);
    }

    [Theory]
    [InlineData("To", "0701740612", 21211)]
    [InlineData("From", "+4799999999", 21210)]
    [InlineData("Url", "/answered", 21205)]
    [InlineData("MachineDetection", "Yes", 20001)]
    [InlineData("StatusCallbackEvent", "initiated ringing", 21626)]
    [InlineData("Timeout", "601", 20001)]
    [InlineData("Twilm", "<Response/>", 20001)]
    public async Task What_Twilio_would_not_take_is_refused(string field, string value, int code)
    {
        await using var line = await PhoneLine.OpenAsync();

        var (status, answer) = await PlaceAsync(line, [.. Good(line).Where(one => one.Key != field), new(field, value)]);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, (int)answer["code"]!));
        Assert.Empty(line.Simulator.Carrier.Calls);
    }

    private static List<KeyValuePair<string, string>> Good(PhoneLine line) =>
    [
        new("To", Person),
        new("From", PhoneLine.Number),
        new("Url", new Uri(line.Service.BaseUrl, "/answered").ToString()),
        new("StatusCallback", new Uri(line.Service.BaseUrl, "/status").ToString()),
        new("MachineDetection", "Enable"),
        new("Timeout", "30"),
    ];

    private static async Task<(HttpStatusCode Status, JsonObject Answer)> PlaceAsync(PhoneLine line, IEnumerable<KeyValuePair<string, string>> form)
    {
        var account = line.Simulator.Options.AccountSid;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{line.Simulator.TwilioApiBaseUrl}/2010-04-01/Accounts/{account}/Calls.json") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{account}:{line.Simulator.Options.AuthToken}")));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!);
    }
}
