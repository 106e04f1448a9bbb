using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CallerAuth.Simulator;

/// <summary>The real service as a process of its own beside the simulator, with a key file that lives as long as it does.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int OutputLinesMax = 400;
    private const int SigTerm = 15;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadyAskedEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReadyAnswerMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _directory;
    private readonly TimeProvider _wall;
    private readonly ConcurrentQueue<string> _output = new();

    private ServiceProcess(Process process, Uri url, string directory, TimeProvider wall)
    {
        _process = process;
        _directory = directory;
        _wall = wall;
        Url = url;
    }

    public Uri Url { get; }

    public int Id => _process.Id;

    public bool HasExited => !IsRunning();

    private Action<string>? Wrote { get; init; }

    /// <summary>The last lines the service wrote.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    /// <summary>The built service, beside this build of the simulator.</summary>
    public static string AssemblyPath
    {
        get
        {
            var relative = typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ServiceAssembly").Value!;
            return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, relative));
        }
    }

    /// <summary>Starts the service, waits until it is ready, and connects the simulator's phone numbers to it.</summary>
    public static Task<ServiceProcess> StartAsync(SimulatorHost simulator, CancellationToken cancellationToken) =>
        StartAsync(simulator, new Dictionary<string, string>(), cancellationToken);

    /// <param name="simulator">What it lives beside.</param>
    /// <param name="more">Settings beside those that the simulator asks for.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    public static Task<ServiceProcess> StartAsync(SimulatorHost simulator, IReadOnlyDictionary<string, string> more, CancellationToken cancellationToken) =>
        StartAsync(simulator, (url, keyPath) => ServiceSettings.For(simulator, url, keyPath).Concat(more), wrote: null, cancellationToken);

    /// <param name="simulator">What it lives beside.</param>
    /// <param name="settings">All that it is told, by its own address and the file with its key; the later of two wins.</param>
    /// <param name="wrote">Told of each line that it writes.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    public static async Task<ServiceProcess> StartAsync(
        SimulatorHost simulator, Func<Uri, string, IEnumerable<KeyValuePair<string, string>>> settings, Action<string>? wrote, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("callerauth-").FullName;
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var keyPath = Path.Combine(directory, "client-key.pem");
        await File.WriteAllTextAsync(keyPath, simulator.ClientKey.PrivatePem, cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(keyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var start = new ProcessStartInfo("dotnet", [AssemblyPath]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = url.ToString();
        foreach (var (key, value) in settings(url, keyPath))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        var service = new ServiceProcess(new Process { StartInfo = start }, url, directory, simulator.Wall) { Wrote = wrote };
        try
        {
            service.Run();
            await service.WaitUntilReadyAsync(cancellationToken);
            simulator.Connect(url);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _process.Dispose();
            Directory.Delete(_directory, recursive: true);
        }
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        Wrote?.Invoke(line);
        _output.Enqueue(line);
        if (_output.Count > OutputLinesMax)
            _output.TryDequeue(out _);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Url, Timeout = ReadyAnswerMax };
        var started = _wall.GetTimestamp();
        while (_wall.GetElapsedTime(started) < ReadyWithin && !_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await Task.Delay(ReadyAskedEvery, _wall, cancellationToken);
        }

        var how = _process.HasExited ? $"ended with {_process.ExitCode}" : $"was not ready within {ReadyWithin.TotalSeconds} s";
        throw new InvalidOperationException($"The service {how}. It wrote:{Environment.NewLine}{Output}");
    }

    /// <summary>Ends it as an operator does, and if it does not end, as a crash does.</summary>
    public async Task StopAsync()
    {
        if (!IsRunning())
            return;
        if (!OperatingSystem.IsWindows())
            _ = Kill(_process.Id, SigTerm);
        using var patience = new CancellationTokenSource(StopsWithin, _wall);
        try
        {
            if (!OperatingSystem.IsWindows())
                await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It had its time; now it is ended.
        }

        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    private bool IsRunning()
    {
        try
        {
            return !_process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
