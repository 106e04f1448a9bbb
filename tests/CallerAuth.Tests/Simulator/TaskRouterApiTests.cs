using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

/// <summary>The simulator's TaskRouter lets one of two who write to the same edition of a task win.</summary>
public sealed class TaskRouterApiTests
{
    [Fact]
    public async Task A_task_is_found_by_its_call_and_changed_once_for_each_edition()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", """<Enqueue workflowSid="WW00000000000000000000000000000001"><Task>{"note":"kept"}</Task></Enqueue>""");
        var call = await line.CallAsync();

        using var found = await SendAsync(line, HttpMethod.Get, $"?EvaluateTaskAttributes={Uri.EscapeDataString($"call_sid==\"{call.Sid}\"")}");
        var sid = Json(found)["tasks"]![0]!["sid"]!.ToString();
        using var read = await SendAsync(line, HttpMethod.Get, $"/{sid}");
        using var first = await SendAsync(line, HttpMethod.Post, $"/{sid}", """{"a":1}""", read.Headers.ETag!.ToString());
        using var second = await SendAsync(line, HttpMethod.Post, $"/{sid}", """{"a":2}""", read.Headers.ETag!.ToString());
        using var careless = await SendAsync(line, HttpMethod.Post, $"/{sid}", """{"a":3}""");
        using var gone = await SendAsync(line, HttpMethod.Get, "/WT00000000000000000000000000000009");

        var attributes = JsonNode.Parse(Json(read)["attributes"]!.ToString())!;
        Assert.Equal(("kept", call.Sid), ((string?)attributes["note"], (string?)attributes["call_sid"]));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound],
            new[] { first, second, careless, gone }.Select(answer => answer.StatusCode));
        Assert.Equal(1, (int)line.Simulator.Carrier.Tasks.Find(sid)!.Attributes["a"]!);
    }

    [Fact]
    public async Task A_call_that_went_on_to_another_workflow_has_one_task_that_is_not_over()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Enqueue workflowSid=\"WW00000000000000000000000000000001\"><Task>{}</Task></Enqueue>");
        var call = await line.CallAsync();
        var first = line.Simulator.Carrier.Tasks.OfCall(call.Sid)!;
        var second = line.Simulator.Carrier.Tasks.Create("WW00000000000000000000000000000002", [], call);
        var question = $"?EvaluateTaskAttributes={Uri.EscapeDataString($"call_sid==\"{call.Sid}\"")}";

        Assert.Equal([first.Sid, second.Sid], await FoundAsync(question));
        Assert.Equal([second.Sid, first.Sid], await FoundAsync(question + "&Ordering=DateCreated:desc"));
        Assert.Equal([second.Sid], await FoundAsync(question + "&AssignmentStatus=pending,reserved,assigned,wrapping&Ordering=DateCreated:desc&PageSize=1"));
        Assert.Equal([first.Sid], await FoundAsync(question + "&AssignmentStatus=canceled"));

        async Task<IEnumerable<string>> FoundAsync(string asked)
        {
            using var answer = await SendAsync(line, HttpMethod.Get, asked);
            return Json(answer)["tasks"]!.AsArray().Select(task => task!["sid"]!.ToString());
        }
    }

    [Theory]
    [InlineData("?EvaluateTaskAttributes=nothing")]
    [InlineData("?EvaluateTaskAttributes=call_sid%3D%3D%22CA00000000000000000000000000000001%22&AssignmentStatus=cancelled")]
    [InlineData("?EvaluateTaskAttributes=call_sid%3D%3D%22CA00000000000000000000000000000001%22&Ordering=DateCreated")]
    [InlineData("?EvaluateTaskAttributes=call_sid%3D%3D%22CA00000000000000000000000000000001%22&OrderBy=DateCreated:desc")]
    [InlineData("?EvaluateTaskAttributes=call_sid%3D%3D%22CA00000000000000000000000000000001%22&PageSize=0")]
    public async Task A_question_that_is_misspelt_is_refused(string asked)
    {
        await using var line = await PhoneLine.OpenAsync();

        using var answer = await SendAsync(line, HttpMethod.Get, asked);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static JsonObject Json(HttpResponseMessage answer) => JsonNode.Parse(answer.Content.ReadAsStringAsync().Result)!.AsObject();

    private static async Task<HttpResponseMessage> SendAsync(PhoneLine line, HttpMethod method, string path, string? attributes = null, string? ifMatch = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, $"{line.Simulator.TwilioApiBaseUrl}/v1/Workspaces/{Tasks.WorkspaceSid}/Tasks{path}");
        if (attributes is not null)
            request.Content = new FormUrlEncodedContent([new("Attributes", attributes)]);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{line.Simulator.Options.AccountSid}:{line.Simulator.Options.AuthToken}")));
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
