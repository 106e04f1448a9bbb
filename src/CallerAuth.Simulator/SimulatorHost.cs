using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Live;
using CallerAuth.Simulator.Pages;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Store;
using CallerAuth.Simulator.Telephony;
using CallerAuth.Simulator.Wire;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CallerAuth.Simulator;

/// <summary>The provider, the carrier and their pages, served on one loopback port.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyList<IDisposable> _pages;
    private readonly StoreServer? _store;
    private readonly StoreCable? _cable;

    private SimulatorHost(WebApplication app, SimulatorOptions options, OpenIdProvider provider, StaffProvider staff, Carrier carrier, ClientKey clientKey, IReadOnlyList<IDisposable> pages, WireLog wire, Pulse pulse, TimeProvider wall)
    {
        _app = app;
        _pages = pages;
        Options = options;
        Provider = provider;
        Staff = staff;
        Carrier = carrier;
        ClientKey = clientKey;
        Wall = wall;
        if (options.KeepsStore)
        {
            _store = new StoreServer();
            _cable = new StoreCable(_store);
        }

        Room = new LiveRoom(this, wire, pulse, _cable);
        BaseUrl = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public SimulatorOptions Options { get; }

    public OpenIdProvider Provider { get; }

    /// <summary>Where the company's agents sign in.</summary>
    public StaffProvider Staff { get; }

    public Carrier Carrier { get; }

    /// <summary>The key the service signs its client assertions with.</summary>
    public ClientKey ClientKey { get; }

    public TimeProvider Wall { get; }

    public Uri BaseUrl { get; }

    /// <summary>Where people play calls by hand.</summary>
    public LiveRoom Room { get; }

    /// <summary>The service that the phone numbers ring at.</summary>
    public Uri? Service { get; private set; }

    /// <summary>Empty where the service is to embed its store.</summary>
    public string StoreConnectionString => _cable?.ConnectionString ?? "";

    public string Authority => new Uri(BaseUrl, ProviderEndpoints.PathBase).ToString();

    public string StaffAuthority => new Uri(BaseUrl, StaffProvider.PathBase).ToString();

    public string TwilioApiBaseUrl => new Uri(BaseUrl, TwilioRestApi.PathBase).ToString();

    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, TimeProvider wall, Func<double> chance, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        var app = builder.Build();

        var pace = new ProviderOptions { IntervalSeconds = options.IntervalSeconds };
        pace = options.NorwegianExpirySeconds is { } expiry ? pace with { NorwegianExpirySeconds = expiry } : pace;
        var provider = new OpenIdProvider(pace, wall, chance);
        var clientKey = options.ClientKey ?? new ClientKey(RunKeys.Client);
        provider.Clients.Register(new RegisteredClient(options.ClientId, clientKey.PublicJwk, options.ClientSecret));
        var carrier = new Carrier(
            new CarrierOptions
            {
                AccountSid = options.AccountSid,
                AuthToken = options.AuthToken,
                Speed = options.Speed,
                Studio = options.Studio,
                RequestTimeout = options.RequestTimeout,
                KeepsHistory = options.KeepsHistory,
                ConnectionsMax = options.ConnectionsMax,
            },
            wall);
        var pulse = new Pulse();
        var wire = new WireLog(wall, pulse.Beat);
        carrier.Webhooks.Tap = new WebhookTap(wire, options.AuthToken);
        app.Use(next => context => new RequestTap(wire).PassAsync(context, next));
        app.MapOpenIdProvider(provider);
        var rest = new TwilioRestApi(carrier);
        rest.Map(app);
        new ConferenceRestApi(carrier, rest).Map(app);
        new TaskRouterApi(carrier, rest).Map(app);
        var staff = new StaffProvider(wall);
        staff.Map(app);
        SimulatorHost? simulator = null;
        var page = new StartPage(() => simulator!);
        page.Map(app);
        PageFiles.Map(app);
        var live = new LiveEndpoints(() => simulator!);
        live.Map(app);

        RunKeys.Prepare();
        await app.StartAsync(cancellationToken);
        return simulator = new SimulatorHost(app, options, provider, staff, carrier, clientKey, [page, live], wire, pulse, wall);
    }

    /// <summary>Has the connected service call somebody, as one of the company's systems does.</summary>
    public async Task OrderCallAsync(string line, string to, CancellationToken cancellationToken)
    {
        var service = Service ?? throw new InvalidOperationException("No service is connected that could place a call.");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, "/api/calls")) { Content = JsonContent.Create(new JsonObject { ["line"] = line, ["to"] = to }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServiceSettings.ApiKey);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"The service did not place the call: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    /// <summary>Points every line's phone number at the service, and the numbers of the agents.</summary>
    public void Connect(Uri service)
    {
        Service = service;
        foreach (var line in Line.All)
            Carrier.Own(new PhoneNumber(line.Number, new Uri(service, "/voice/incoming"), new Uri(service, "/voice/status")));
        foreach (var (queue, number) in Line.AgentNumbers)
        {
            var path = $"/voice/queue/{Uri.EscapeDataString(queue)}";
            Carrier.OwnForAgents(queue, new PhoneNumber(number, new Uri(service, $"{path}/next"), new Uri(service, $"{path}/left")));
        }
    }

    /// <summary>Everything well again, as at the start.</summary>
    public void Mend()
    {
        Provider.Faults.Clear();
        Carrier.Faults.Clear();
        Carrier.Agents.Clear();
        Carrier.Callees.Clear();
        Room.Trouble.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        await Carrier.DisposeAsync();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), Wall))
            await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        foreach (var page in _pages)
            page.Dispose();
        Room.Dispose();
        Provider.Dispose();
        Staff.Dispose();
        if (_cable is not null)
            await _cable.DisposeAsync();
        _store?.Dispose();
        if (Options.ClientKey is null)
            ClientKey.Dispose();
    }
}
