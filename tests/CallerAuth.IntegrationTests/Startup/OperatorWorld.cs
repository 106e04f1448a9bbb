using System.Globalization;
using System.Text.Json;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CallerAuth.IntegrationTests.Startup;

/// <summary>What an operator's commands ask: the simulator as provider, a real store, Twilio's REST API and ngrok's as WireMock plays them, and a public address that refuses unsigned webhooks.</summary>
internal sealed class OperatorWorld : IAsyncDisposable
{
    public const string Number = "+4721000000";

    private const string NumberSid = "PN00000000000000000000000000000001";

    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-operator-").FullName;
    private readonly SimulatorHost _simulator;
    private readonly StoreUnderTest _store;

    private OperatorWorld(SimulatorHost simulator, StoreUnderTest store)
    {
        (_simulator, _store) = (simulator, store);
        var keyPath = Path.Combine(_directory, "key.pem");
        File.WriteAllText(keyPath, simulator.ClientKey.PrivatePem);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(keyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var (key, value) in ServiceSettings.For(simulator, new Uri(Web.Url!), keyPath).Where(setting => !setting.Key.StartsWith("Lines:", StringComparison.Ordinal)))
            Settings[key] = value;
        Settings["Twilio:ApiBaseUrl"] = Web.Url!;
        Settings["Store:ConnectionString"] = store.Options.ConnectionString;
        foreach (var (key, value) in new[] { ("Name", "Nordlys"), ("Languages:0", "nb-NO"), ("Eids:0", "no-bankid"), ("WhenVerified:Kind", "Hangup"), ("WhenUnverified:Kind", "Hangup") })
            Settings[$"Lines:{Number}:{key}"] = value;
        Web.Given(Request.Create().WithPath("/voice/incoming").UsingPost()).RespondWith(Response.Create().WithStatusCode(403));
        AccountAnswers(200, new { status = "active", type = "Full", auth_token = simulator.Options.AuthToken });
        NumberCalls(Web.Url + "/voice/incoming", Web.Url + "/voice/status");
    }

    /// <summary>Twilio, ngrok and the public address in one.</summary>
    public WireMockServer Web { get; } = WireMockServer.Start();

    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    private string Account => $"/2010-04-01/Accounts/{_simulator.Options.AccountSid}";

    public static async Task<OperatorWorld> StartAsync(CancellationToken cancellationToken) => new(
        await SimulatorHost.StartAsync(new SimulatorOptions(), TimeProvider.System, () => 0.5, cancellationToken), await StoreUnderTest.StartAsync(StoreKind.Redis, cancellationToken));

    public Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] words, string input = "") =>
        ServiceProgram.RunAsync(Settings, words, input, TestContext.Current.CancellationToken);

    public void AccountAnswers(int status, object body) => Web.Given(Request.Create().WithPath($"{Account}.json").UsingGet()).RespondWith(Response.Create().WithStatusCode(status).WithBodyAsJson(body));

    public void TokenEndpointAnswers(int status, object body)
    {
        Settings["Ciba:TokenEndpoint"] = Web.Url + "/token";
        Web.Given(Request.Create().WithPath("/token").UsingPost()).RespondWith(Response.Create().WithStatusCode(status).WithBodyAsJson(body));
    }

    public void NumberCalls(string voice, string status)
    {
        var number = new { sid = NumberSid, phone_number = Number, voice_url = voice, voice_method = "POST", voice_fallback_url = "", status_callback = status, status_callback_method = "POST" };
        Web.Given(Request.Create().WithPath($"{Account}/IncomingPhoneNumbers.json").WithParam("PhoneNumber", Number).UsingGet())
            .RespondWith(Response.Create().WithBodyAsJson(new { incoming_phone_numbers = new[] { number } }));
        Web.Given(Request.Create().WithPath($"{Account}/IncomingPhoneNumbers/{NumberSid}.json").UsingPost()).RespondWith(Response.Create().WithBodyAsJson(number));
    }

    public void NumbersTakeTooLong() => Web.Given(Request.Create().WithPath($"{Account}/IncomingPhoneNumbers.json").WithParam("PhoneNumber", Number).UsingGet())
        .RespondWith(Response.Create().WithDelay(TimeSpan.FromSeconds(20)));

    public void HasNoNumbers() => Web.Given(Request.Create().WithPath($"{Account}/IncomingPhoneNumbers.json").WithParam("PhoneNumber", Number).UsingGet())
        .RespondWith(Response.Create().WithBodyAsJson(new { incoming_phone_numbers = Array.Empty<object>() }));

    public void NgrokTunnels(string url) => Web.Given(Request.Create().WithPath("/api/tunnels").UsingGet())
        .RespondWith(Response.Create().WithBody(string.Create(CultureInfo.InvariantCulture, $"{{\"tunnels\":[{{\"public_url\":{JsonSerializer.Serialize(url)}}}]}}")).WithHeader("Content-Type", "application/json"));

    /// <summary>What was last asked of Twilio to change about the number; null when nothing was.</summary>
    public string? Change => Web.LogEntries.LastOrDefault(entry => entry.RequestMessage!.Method == "POST" && entry.RequestMessage.Path.Contains("/IncomingPhoneNumbers/", StringComparison.Ordinal))?.RequestMessage!.Body;

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        await _simulator.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
