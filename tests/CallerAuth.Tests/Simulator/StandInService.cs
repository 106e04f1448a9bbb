using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using Microsoft.AspNetCore.Http;

namespace CallerAuth.Tests.Simulator;

/// <summary>
/// The least that a service for Norwegian callers can be: no checks, no store. It shows that the scripted callers, the app and the
/// carrier work together; what it says is not what the service says.
/// </summary>
internal sealed class StandInService : IAsyncDisposable
{
    private const string ClientId = "stand-in";
    private const string Secret = "secret";
    private const string Norwegian = "language=\"nb-NO\" voice=\"Polly.Ida-Neural\"";

    private readonly SimulatorHost _simulator;
    private readonly TwimlServer _server;
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, (string Words, Task<string> Outcome)> _calls = new(StringComparer.Ordinal);

    private StandInService(SimulatorHost simulator, TwimlServer server)
    {
        _simulator = simulator;
        _server = server;
    }

    /// <summary>Reads these words instead of the provider's.</summary>
    public string? WordsRead { get; set; }

    /// <summary>Moves the call by REST when the verdict is there, as well as noticing it in the hold loop.</summary>
    public bool Pushes { get; set; } = true;

    public static async Task<StandInService> StartAsync(SimulatorHost simulator)
    {
        var server = await TwimlServer.StartAsync();
        var service = new StandInService(simulator, server);
        simulator.Provider.Clients.Register(new RegisteredClient(ClientId, Secret: Secret));
        server
            .On("/voice/incoming", Ask)
            .On("/voice/number", service.StartAsync)
            .On("/voice/hold", service.HoldAsync)
            .On("/voice/outcome", service.OutcomeAsync)
            .On("/voice/retry", (context, request) => TwimlServer.WriteAsync(context, $"<Response>{(request["Digits"] == "1" ? Ask : HandOver("unverified", "declined"))}</Response>"))
            .On("/voice/after", "<Hangup/>")
            .On("/voice/status", "")
            .On("/hold.mp3", (context, _) => TwimlServer.WriteAsync(context, new string('m', 40000), "audio/mpeg"));
        simulator.Connect(server.BaseUrl);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _http.Dispose();
        _stopping.Dispose();
    }

    private static string Ask => $"<Gather action=\"/voice/number\" numDigits=\"11\" actionOnEmptyResult=\"true\"><Say {Norwegian}>Tast inn fødselsnummeret ditt.</Say></Gather>";

    private async Task StartAsync(HttpContext context, Received request)
    {
        var started = await PostAsync("/ciba/bc-authorize", new(StringComparer.Ordinal)
        {
            ["scope"] = "openid ssn",
            ["login_hint"] = $"sub:ssn:{request["Digits"]}",
            ["acr_values"] = "urn:grn:authn:no:bankid",
            ["authorization_details"] = """[{"type":"customerServiceCall.v1"}]""",
        });
        _calls[request["CallSid"]] = (started["bindingMessage"]!.ToString(), PollAsync(request["CallSid"], started["auth_req_id"]!.ToString()));
        await TwimlServer.WriteAsync(context, $"<Response><Say {Norwegian}>Et øyeblikk.</Say><Redirect>/voice/hold</Redirect></Response>");
    }

    private Task HoldAsync(HttpContext context, Received request)
    {
        var (words, outcome) = _calls[request["CallSid"]];
        var verbs = outcome.IsCompleted
            ? "<Redirect>/voice/outcome</Redirect>"
            : $"<Gather action=\"/voice/hold\" numDigits=\"1\" timeout=\"1\" actionOnEmptyResult=\"true\"><Say {Norwegian}>Velg disse ordene: {(WordsRead ?? words).Replace(" ", "<break time=\"500ms\"/>, ", StringComparison.Ordinal)}.</Say><Play>/hold.mp3</Play></Gather>";
        return TwimlServer.WriteAsync(context, $"<Response>{verbs}</Response>");
    }

    private async Task OutcomeAsync(HttpContext context, Received request)
    {
        var outcome = await _calls[request["CallSid"]].Outcome;
        var verbs = outcome == "verified"
            ? HandOver("verified", null)
            : $"<Gather action=\"/voice/retry\" numDigits=\"1\" actionOnEmptyResult=\"true\"><Say {Norwegian}>Trykk 1 for å prøve igjen.</Say></Gather>";
        await TwimlServer.WriteAsync(context, $"<Response>{verbs}</Response>");
    }

    private static string HandOver(string status, string? reason)
    {
        var task = new JsonObject { ["caller_verification"] = new JsonObject { ["status"] = status, ["reason"] = reason, ["eid"] = "no-bankid" } };
        return $"<Enqueue workflowSid=\"WW00000000000000000000000000000001\" action=\"/voice/after\"><Task>{task.ToJsonString()}</Task></Enqueue>";
    }

    private async Task<string> PollAsync(string callSid, string authReqId)
    {
        var outcome = "";
        while (outcome.Length == 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(_simulator.Options.IntervalSeconds), TimeProvider.System, _stopping.Token);
            var answer = await PostAsync("/oauth2/token", new(StringComparer.Ordinal) { ["grant_type"] = "urn:openid:params:grant-type:ciba", ["auth_req_id"] = authReqId });
            outcome = answer["error"]?.ToString() switch
            {
                null => "verified",
                "authorization_pending" => "",
                var ended => ended,
            };
        }

        if (Pushes)
            _ = PushAsync(callSid);
        return outcome;
    }

    private async Task PushAsync(string callSid)
    {
        var account = _simulator.Options.AccountSid;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_simulator.TwilioApiBaseUrl}/2010-04-01/Accounts/{account}/Calls/{callSid}.json")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("Url", new Uri(_server.BaseUrl, "/voice/outcome").ToString())]),
        };
        request.Headers.Authorization = Basic(account, _simulator.Options.AuthToken);
        using var response = await _http.SendAsync(request, _stopping.Token);
    }

    private async Task<JsonObject> PostAsync(string path, Dictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _simulator.Authority + path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = Basic(ClientId, Secret);
        using var response = await _http.SendAsync(request, _stopping.Token);
        return (await response.Content.ReadFromJsonAsync<JsonObject>(_stopping.Token))!;
    }

    private static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
