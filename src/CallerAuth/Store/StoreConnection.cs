using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Store;

/// <summary>
/// The connection to the store, opened before the first request is taken. A store that is away does not stop the service:
/// commands then fail at once and callers are led to an agent unverified, until it is back.
/// </summary>
internal sealed partial class StoreConnection(IOptions<StoreOptions> options, ILogger<StoreConnection> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>The client would ask for the server's settings, among them its passwords. It does without, and so do our rights (docs/deploy/redis-acl.conf).</summary>
    private const string NoConfig = "$CONFIG=";

    private readonly SemaphoreSlim _opening = new(1, 1);
    private EmbeddedServer? _embedded;
    private ConnectionMultiplexer? _multiplexer;
    private X509Certificate2? _trustedCa;

    /// <exception cref="RedisConnectionException">The store was never opened.</exception>
    public IDatabase Database =>
        _multiplexer?.GetDatabase() ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "The store is not open yet.", null, CommandStatus.WaitingToBeSent);

    /// <summary>Round trip to the store; used by the readiness check.</summary>
    public Task<TimeSpan> PingAsync(CancellationToken cancellationToken) => Database.PingAsync().WaitAsync(cancellationToken);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_multiplexer is null)
                await OpenAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>May be called again: the host knows it as a service and as a hosted service, and disposes each.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is not null)
            await _multiplexer.DisposeAsync();
        Interlocked.Exchange(ref _embedded, null)?.Dispose();
        _trustedCa?.Dispose();
        _opening.Dispose();
    }

    private async Task OpenAsync()
    {
        var configuration = Configure(options.Value);
        if (options.Value.ConnectionString.Length == 0)
        {
            _embedded = EmbeddedServer.Start();
            configuration.EndPoints.Add(_embedded.EndPoint);
            StartedEmbedded(_embedded.EndPoint);
        }

        else
        {
            if (options.Value.TrustedCaPath.Length > 0)
                Trust(configuration, options.Value.TrustedCaPath);
            if (!configuration.Ssl && configuration.EndPoints.Any(IsRemote))
                Unencrypted();
        }

        _multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);
        if (!_multiplexer.IsConnected)
            NotReachable();
    }

    private void Trust(ConfigurationOptions configuration, string path)
    {
        _trustedCa = TrustedCa.Load(path) ?? throw new InvalidOperationException("The CA of Store:TrustedCaPath was there at the start-up check and is gone.");
        configuration.CertificateValidation += TrustedCa.Check(_trustedCa);
    }

    private static bool IsRemote(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint ip => !IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host != "localhost",
        _ => false,
    };

    private static ConfigurationOptions Configure(StoreOptions store)
    {
        var configuration = ConfigurationOptions.Parse($"{store.ConnectionString},{NoConfig}");
        var milliseconds = (int)store.CommandTimeout.TotalMilliseconds;
        configuration.ClientName ??= "callerauth";
        configuration.AbortOnConnectFail = false;
        // No broadcast channel, no key to agree on a primary, no name of a library: the rights in docs/deploy/redis-acl.conf need not cover them.
        configuration.ConfigurationChannel = "";
        configuration.TieBreaker = "";
        configuration.SetClientLibrary = false;
        configuration.ConnectTimeout = milliseconds;
        configuration.AsyncTimeout = milliseconds;
        configuration.SyncTimeout = milliseconds;
        // A caller is on the line: better a quick "no" than a command that waits for a connection to come back.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(200);
        // Time-outs are noticed on the heartbeat, so it sets how late they may be.
        configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(200);
        return configuration;
    }

    [LoggerMessage(1001, LogLevel.Information, "Started the embedded store on {EndPoint}; what it holds is gone when this process ends")]
    private partial void StartedEmbedded(IPEndPoint endPoint);

    [LoggerMessage(1002, LogLevel.Error, "The store of Store:ConnectionString did not answer at start; callers reach an agent unverified until it does")]
    private partial void NotReachable();

    [LoggerMessage(1003, LogLevel.Warning, "The store is on another machine and the connection is not encrypted; add ssl=true to Store:ConnectionString (docs/hardening.md)")]
    private partial void Unencrypted();
}
