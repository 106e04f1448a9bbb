using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>
/// A process that this one started: it is spoken to by lines on its standard input and ends when that is closed, so nothing outlives
/// a harness that was killed. What is left at the end is killed by its id.
/// </summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, Process> Running = new();
    private static readonly TimeSpan MayTake = TimeSpan.FromSeconds(15);

    private readonly Process _process;

    static Child() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    private Child(string name, Process process)
    {
        Name = name;
        _process = process;
        Id = process.Id;
    }

    /// <summary>Its part in the run: worker, provider, store.</summary>
    public string Name { get; }

    public int Id { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The same program in another part.</summary>
    public static Child StartSelf(string name, IEnumerable<string> arguments, params (string Key, string Value)[] environment)
    {
        var self = Environment.ProcessPath!;
        string[] first = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(Child).Assembly.Location] : [];
        return Start(name, self, [.. first, .. arguments], environment);
    }

    public static Child Start(string name, string program, IReadOnlyList<string> arguments, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        Running[process.Id] = process;
        return new Child(name, process);
    }

    /// <summary>The next line it writes.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException($"The {Name} ended.");

    /// <summary>Nobody reads what it writes from now on; it must not stop for that.</summary>
    public void Ignore() => _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

    public async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public async Task<T> AskAsync<T>(string command, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(command, cancellationToken);
        return JsonSerializer.Deserialize<T>(answer) ?? throw new InvalidOperationException($"The {Name} answered nothing to \"{command}\".");
    }

    public void Send(Signal signal) => signal.SendTo(Id);

    public async Task KilledAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its own end, after a signal.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(MayTake, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        Running.TryRemove(Id, out _);
        _process.Dispose();
    }

    private static void KillAll()
    {
        foreach (var process in Running.Values.Where(process => !process.HasExited))
            process.Kill();
    }
}
