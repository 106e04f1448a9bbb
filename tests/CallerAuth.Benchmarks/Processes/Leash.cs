using System.Globalization;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>Holds a process that does not heed its standard input: a shell does that for it, so it ends even when the harness is killed.</summary>
internal sealed class Leash : IAsyncDisposable
{
    private const string Script = """
        "$@" </dev/null & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null
        """;

    private readonly Child _shell;

    private Leash(Child shell, int processId)
    {
        _shell = shell;
        ProcessId = processId;
    }

    /// <summary>Of the process, not of what holds it.</summary>
    public int ProcessId { get; }

    public static async Task<Leash> StartAsync(
        string name, string program, IEnumerable<string> arguments, CancellationToken cancellationToken, params (string Key, string Value)[] environment)
    {
        var shell = Child.Start(name, "/bin/sh", ["-c", Script, "leash", program, .. arguments], environment);
        try
        {
            var processId = int.Parse(await shell.ReadAsync(cancellationToken), CultureInfo.InvariantCulture);
            shell.Ignore();
            return new Leash(shell, processId);
        }
        catch
        {
            await shell.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _shell.DisposeAsync();
}
