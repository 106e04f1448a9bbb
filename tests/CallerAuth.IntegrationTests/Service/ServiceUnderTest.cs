using System.Globalization;
using System.Net;
using CallerAuth.Audit;
using CallerAuth.Store;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>The real service, listening on a loopback port of its own. Nothing in it knows that it is tested; every log line is kept.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly Host _host;
    private readonly TwilioWebhooks _twilio;

    private ServiceUnderTest(Host host, Uri url, TwilioWebhooks twilio)
    {
        _host = host;
        _twilio = twilio;
        Url = url;
    }

    /// <summary>Where it listens; Twilio may know it by another address.</summary>
    public Uri Url { get; }

    public IServiceProvider Services => _host.Services;

    public FakeLogCollector Logs => Services.GetFakeLogCollector();

    public IDatabase Store => Services.GetRequiredService<StoreConnection>().Database;

    public Keys Keys => Services.GetRequiredService<Keys>();

    /// <param name="listensOn">Its own address.</param>
    /// <param name="settings">By configuration key; <c>PublicBaseUrl</c> is what Twilio calls.</param>
    /// <param name="services">What a test puts in another's place.</param>
    public static ServiceUnderTest Start(Uri listensOn, IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? services = null)
    {
        var host = new Host(listensOn, settings, services);
        host.StartServer();
        return new ServiceUnderTest(host, listensOn, new TwilioWebhooks(new Uri(settings["PublicBaseUrl"]), settings["Twilio:AuthToken"]));
    }

    public TwilioWebhooks Twilio => _twilio;

    public HandPlayedCall Call(Simulator.Line line) => new(_twilio, line);

    /// <summary>A prompt as this service words it.</summary>
    public string Prompt(Simulator.Line line, PromptKey key)
    {
        var options = Services.GetRequiredService<Lines.LineDirectory>().Find(line.Number)!.Options;
        return Services.GetRequiredService<Speech>().Text(options, options.Languages[0], key);
    }

    /// <summary>Who is alive and polls what, and what is counted after the fact; written all the time, and of nobody's call.</summary>
    public static bool IsOfInstances(string key) =>
        key == "ca:instances" || key.EndsWith(":owner", StringComparison.Ordinal) || key.StartsWith("ca:{figures}:", StringComparison.Ordinal);

    /// <summary>Which calls live, for the agents' pages; written after the fact, and no more of a call than its CallSid.</summary>
    private static bool IsOfBoard(string key) => key == "ca:live";

    // What outlives its call by design: the call itself for late webhooks, an agent's last offer, what was asked for at the API, the counts of limits, the audit trail, and who is alive and polls what.
    private static bool Stays(string key) =>
        key.StartsWith("ca:call:", StringComparison.Ordinal) || key.StartsWith("ca:offer:", StringComparison.Ordinal)
        || key.StartsWith("ca:request:", StringComparison.Ordinal) || key.StartsWith("ca:idempotency:", StringComparison.Ordinal)
        || key.StartsWith("ca:audit:", StringComparison.Ordinal) || IsOfInstances(key) || IsOfBoard(key) || key.Contains(":limit:", StringComparison.Ordinal);

    /// <summary>How many records the audit trail has, those that its reader would give only once too.</summary>
    /// <param name="about">Only those in which this stands.</param>
    public async Task<int> AuditLinesAsync(string about = "")
    {
        var today = Services.GetRequiredService<AuditTrail>().Today;
        var lines = (await Store.ListRangeAsync(Keys.Audit(today.AddDays(-1)))).Concat(await Store.ListRangeAsync(Keys.Audit(today)));
        return lines.Count(line => ((string)line!).Contains(about, StringComparison.Ordinal));
    }

    /// <summary>Names of everything in the store that waits for something: verifications, their ends, and persons that are taken.</summary>
    public async Task<IReadOnlyList<string>> UnfinishedBusinessAsync() =>
        [.. (await StoredKeysAsync()).Where(key => !Stays(key))];

    /// <summary>Waits until nothing is unfinished.</summary>
    /// <returns>What was still there when the time was up.</returns>
    public async Task<IReadOnlyList<string>> SettleAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = await UnfinishedBusinessAsync();
            if (left.Count == 0 || TimeProvider.System.GetElapsedTime(started) > within)
                return left;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until a line with the text is in the log.</summary>
    public async Task UntilLoggedAsync(string text, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!LogLinesWith(text).Any())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"Nobody logged “{text}”.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits, as an operator's probe does, until the service says that its store answers.</summary>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(cancellationToken))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        (await _twilio.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Url, "/health/ready")), cancellationToken)).Status == HttpStatusCode.OK;

    public Task<IReadOnlyList<string>> StoredKeysAsync() => Patience.LookAsync(ListKeysAsync);

    private async Task<IReadOnlyList<string>> ListKeysAsync()
    {
        List<string> names = [];
        foreach (var primary in Store.Multiplexer.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            await foreach (var key in primary.KeysAsync(pattern: "ca:*"))
                names.Add(key!);
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>Everything in the store that is of somebody, with its content, to be compared with a later look.</summary>
    public async Task<string> StoreContentAsync()
    {
        List<string> content = [];
        foreach (var key in (await StoredKeysAsync()).Where(key => !IsOfInstances(key) && !IsOfBoard(key)))
        {
            content.Add(key + "=" + await Store.KeyTypeAsync(key) switch
            {
                RedisType.Hash => string.Join(',', (await Store.HashGetAllAsync(key)).Select(field => $"{field.Name}:{Convert.ToHexString((byte[])field.Value!)}").Order(StringComparer.Ordinal)),
                RedisType.List => string.Join(',', (await Store.ListRangeAsync(key)).Select(entry => (string?)entry)),
                RedisType.SortedSet => string.Join(',', (await Store.SortedSetRangeByRankWithScoresAsync(key)).Select(entry => $"{entry.Element}:{entry.Score.ToString(CultureInfo.InvariantCulture)}")),
                _ => (string?)await Store.StringGetAsync(key),
            });
        }

        return string.Join('\n', content);
    }

    /// <summary>What the service logged as a warning, or worse.</summary>
    public IEnumerable<string> Complaints => Logs.GetSnapshot()
        .Where(record => record.Level >= LogLevel.Warning)
        .Select(record => $"{record.Timestamp:HH:mm:ss.fff} {record.Id.Id} {record.Message} {record.Exception?.Message}");

    /// <summary>Log lines, at any level, that hold the text in their message, their values, their scopes or their exception.</summary>
    public IEnumerable<string> LogLinesWith(string text) => Logs.GetSnapshot()
        .Select(line => string.Join(
            " | ",
            [line.Category, line.Message, .. (line.StructuredState ?? []).Select(pair => pair.Value), .. line.Scopes.Select(scope => scope?.ToString()), line.Exception?.ToString()]))
        .Where(line => line.Contains(text, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _twilio.Dispose();
        await _host.DisposeAsync();
    }

    private sealed class Host : WebApplicationFactory<Program>
    {
        private readonly IReadOnlyDictionary<string, string> _settings;
        private readonly Action<IServiceCollection>? _services;

        public Host(Uri listensOn, IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? services)
        {
            _settings = settings;
            _services = services;
            UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, listensOn.Port));
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(_settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));
            // Everything, also what the settings keep quiet: what an operator turns on one day must hold no secret either.
            builder.ConfigureLogging(logging => logging
                .ClearProviders()
                .AddFakeLogging()
                .Services.PostConfigure<LoggerFilterOptions>(filter =>
                {
                    filter.MinLevel = LogLevel.Trace;
                    filter.Rules.Clear();
                }));
            if (_services is not null)
                builder.ConfigureTestServices(_services);
        }
    }
}
