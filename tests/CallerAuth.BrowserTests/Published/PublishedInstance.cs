using System.Collections.Concurrent;
using System.Diagnostics;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;

namespace CallerAuth.BrowserTests.Published;

/// <summary>The published service as a process in production, beside a simulator, away from every folder with settings of its own.</summary>
internal sealed class PublishedInstance : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-instance-").FullName;
    private readonly SimulatorHost _simulator;
    private readonly Process _process = new();
    private readonly ConcurrentQueue<string> _output = new();

    private PublishedInstance(SimulatorHost simulator, Uri url, TwilioWebhooks twilio) => (_simulator, Url, Twilio) = (simulator, url, twilio);

    /// <summary>The public address, with a slash at its end.</summary>
    public Uri Url { get; }

    public TwilioWebhooks Twilio { get; }

    public string Output => string.Join('\n', _output);

    /// <param name="service">What was published.</param>
    /// <param name="path">Of the public address; with a slash before it, or empty.</param>
    public static async Task<PublishedInstance> StartAsync(PublishedService service, string path, CancellationToken cancellationToken)
    {
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TimeProvider.System, () => 0.5, cancellationToken);
        var listensOn = new Uri($"http://127.0.0.1:{LoopbackPort.Take()}");
        var url = new Uri(listensOn, path + "/");
        var instance = new PublishedInstance(simulator, url, new TwilioWebhooks(url, simulator.Options.AuthToken));
        try
        {
            await instance.RunAsync(service, listensOn, cancellationToken);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Twilio.Dispose();
        await _simulator.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task RunAsync(PublishedService service, Uri listensOn, CancellationToken cancellationToken)
    {
        var key = Path.Combine(_directory, "client-key.pem");
        await File.WriteAllTextAsync(key, _simulator.ClientKey.PrivatePem, cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var settings = new Dictionary<string, string>(ServiceSettings.For(_simulator, listensOn, key), StringComparer.Ordinal)
        {
            ["PublicBaseUrl"] = Url.ToString().TrimEnd('/'),
            ["Store:Embedded"] = "true",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = listensOn.ToString(),
        };
        _process.StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(service.Place, "CallerAuth.dll")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory };
        foreach (var (name, value) in settings)
            _process.StartInfo.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilReadyAsync(listensOn, cancellationToken);
    }

    private async Task UntilReadyAsync(Uri listensOn, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = listensOn, Timeout = TimeSpan.FromSeconds(5) };
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            Assert.False(_process.HasExited, Output);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }
}
