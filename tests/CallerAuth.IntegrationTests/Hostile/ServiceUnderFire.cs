using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>The service as it runs in Production: a process of its own with a store, listening on loopback. One for all tests that attack it.</summary>
public sealed class ServiceUnderFire : IAsyncLifetime
{
    public const string PublicBaseUrl = "https://callers.example";
    private const string AuthToken = "0123456789abcdef0123456789abcdef";
    private const string ListensOn = "Now listening on: http://127.0.0.1:";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _settings;
    private RedisServer? _redis;
    private ConnectionMultiplexer? _store;
    private Process? _process;

    public ServiceUnderFire()
        : this([])
    {
    }

    private ServiceUnderFire(Dictionary<string, string> settings) => _settings = settings;

    public int Port { get; private set; }

    /// <summary>Physical memory of the service, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public static async Task<ServiceUnderFire> StartAsync(params (string Key, string Value)[] settings)
    {
        var service = new ServiceUnderFire(settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal));
        await service.InitializeAsync();
        return service;
    }

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.MissingBecause is not null)
            return;
        _redis = await RedisServer.StartAsync(CancellationToken.None);
        _store = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString + ",allowAdmin=true");
        var start = new ProcessStartInfo("dotnet", [ServiceProcess.AssemblyPath]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in Settings(_redis.ConnectionString).Concat(_settings))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        Port = await ListeningAsync(_process = new Process { StartInfo = start });
        Http.BaseAddress = new Uri($"http://127.0.0.1:{Port}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is not null)
        {
            if (!_process.HasExited)
                _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        if (_store is not null)
            await _store.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    public static void Require() => RedisServer.SkipIfMissing();

    /// <summary>How much the service has remembered; an attack must not change it.</summary>
    /// <summary>How much is stored of anybody; who is alive and polls what does not count.</summary>
    public async Task<int> KeysStoredAsync()
    {
        var keys = 0;
        await foreach (var key in _store!.GetServers()[0].KeysAsync(pattern: "*"))
            keys += ServiceUnderTest.IsOfInstances(key!) ? 0 : 1;
        return keys;
    }

    public async Task<RawConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", Port, cancellationToken);
        return new RawConnection(socket);
    }

    /// <summary>A webhook as Twilio sends it.</summary>
    public Task<HttpResponseMessage> CallInAsync(CancellationToken cancellationToken) =>
        PostAsync("/voice/incoming", new Dictionary<string, string>(StringComparer.Ordinal) { ["CallSid"] = Some.CallSid(), ["To"] = "+4721000000", ["From"] = "+4790000000" }, cancellationToken);

    public async Task<HttpResponseMessage> PostAsync(string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(form);
        return await SendAsync(path, content, Sign(path, string.Concat(form.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + field.Value))), cancellationToken);
    }

    public async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, string? signature, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (signature is not null)
            request.Headers.Add("X-Twilio-Signature", signature);
        return await Http.SendAsync(request, cancellationToken);
    }

    /// <summary>Twilio's signature of an address and what follows it (https://www.twilio.com/docs/usage/webhooks/webhooks-security).</summary>
    public static string Sign(string path, string fields = "")
    {
#pragma warning disable CA5350 // Twilio's choice.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(AuthToken), Encoding.UTF8.GetBytes(PublicBaseUrl + path + fields)));
#pragma warning restore CA5350
    }

    private static async Task<int> ListeningAsync(Process process)
    {
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                port.TrySetException(new InvalidOperationException($"The service did not start. It wrote:\n{said}"));
            else if (line.Data.IndexOf(ListensOn, StringComparison.Ordinal) is >= 0 and var at)
                port.TrySetResult(int.Parse(line.Data[(at + ListensOn.Length)..], System.Globalization.CultureInfo.InvariantCulture));
            else if (!port.Task.IsCompleted)
                said.AppendLine(line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await port.Task.WaitAsync(StartsWithin, TimeProvider.System);
    }

    private static Dictionary<string, string> Settings(string store) => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["PublicBaseUrl"] = PublicBaseUrl,
        ["Twilio:AuthToken"] = AuthToken,
        ["Twilio:Client:AccountSid"] = "AC00000000000000000000000000000001",
        ["Ciba:Authority"] = "http://127.0.0.1:9",
        ["Ciba:ClientId"] = "urn:test",
        ["Ciba:ClientAuthentication"] = "client_secret_basic",
        ["Ciba:ClientSecret"] = "not-a-secret",
        ["Privacy:NationalIdHashKey"] = StoreUnderTest.HashKey,
        ["Store:ConnectionString"] = store,
        ["Lines:*:Name"] = "Nordlys Forsikring",
        ["Lines:*:Languages:0"] = "nb-NO",
        ["Lines:*:Eids:0"] = "no-bankid",
        ["Lines:*:WhenVerified:Kind"] = "Hangup",
        ["Lines:*:WhenUnverified:Kind"] = "Hangup",
    };
}
