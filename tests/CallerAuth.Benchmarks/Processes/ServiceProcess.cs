using System.Diagnostics;
using CallerAuth.Benchmarks.Callers;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>The whole service in a process of its own, in production and with an external store, as it is started by an operator.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    /// <summary>32 bytes that nobody need keep secret.</summary>
    private const string HashKey = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";

    /// <summary>Not as variables of the environment: the shell that holds the process passes on none whose name is no name to it.</summary>
    private static readonly string[] Line =
    [
        "--Lines:*:Name=Benchmark", "--Lines:*:Languages:0=sv-SE", "--Lines:*:Eids:0=se-bankid", "--Lines:*:WhenVerified:Kind=Hangup", "--Lines:*:WhenUnverified:Kind=Hangup",
    ];

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);

    private readonly Leash _leash;
    private readonly long _started;

    private ServiceProcess(Leash leash, Uri address, long started)
    {
        _leash = leash;
        Address = address;
        _started = started;
    }

    public Uri Address { get; }

    public double ResidentMegabytes => CpuShot.ResidentMegabytes(_leash.ProcessId);

    public double ProcessorSeconds => CpuShot.SecondsOf(_leash.ProcessId);

    public static async Task<ServiceProcess> StartAsync(
        IReadOnlyList<string> command, RedisServer store, string authority, IEnumerable<(string Key, string Value)> more, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Take()}");
        (string, string)[] environment = [.. Settings(address, store, authority), .. more];
        var started = Stopwatch.GetTimestamp();
        return new ServiceProcess(await Leash.StartAsync("service", command[0], [.. command.Skip(1), .. Line], cancellationToken, environment), address, started);
    }

    /// <returns>Milliseconds from the start of the process until the path was answered with 200.</returns>
    public async Task<double> AnswersAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, path), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
            }
            catch (HttpRequestException e)
            {
                if (ProcessorSeconds == 0 && Stopwatch.GetElapsedTime(_started) > StopsWithin)
                    throw new InvalidOperationException("The service did not start; what it wrote is above.", e);
            }

            await Task.Delay(BetweenTries, TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Killed and not asked: a run begins with an empty store and leaves nothing to anybody.
        await _leash.DisposeAsync();
    }

    private static IEnumerable<(string Key, string Value)> Settings(Uri address, RedisServer store, string authority) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("ASPNETCORE_URLS", address.ToString()),
        ("Logging__LogLevel__Default", "Warning"),
        ("PublicBaseUrl", SignedWebhook.PublicAddress),
        ("Twilio__AuthToken", SignedWebhook.AuthToken),
        ("Twilio__Client__AccountSid", SignedWebhook.AccountSid),
        ("Ciba__Authority", authority),
        ("Ciba__ClientId", ProviderSettings.Client),
        ("Ciba__ClientAuthentication", "client_secret_basic"),
        ("Ciba__ClientSecret", "a secret of this benchmark, long enough to be one"),
        ("Store__ConnectionString", store.ConnectionString),
        ("Privacy__NationalIdHashKey", HashKey),
    ];
}
