using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>The service as an operator installs it (docs/operations.md): published for this machine, compiled ahead.</summary>
internal static class Publishing
{
    private const string Program = "CallerAuth.dll";

    /// <summary>What starts it where the runtime was taken along.</summary>
    private const string OwnHost = "CallerAuth";
    private const string Runtime = "libcoreclr.so";

    /// <summary>The folder that was given; without one, artifacts/publish/bench, published anew.</summary>
    /// <param name="folder">Empty to publish.</param>
    /// <param name="withRuntime">Publishes it together with the runtime, all compiled as one.</param>
    /// <param name="cancellationToken">Ends the publishing.</param>
    /// <returns>The words of the command that starts it.</returns>
    public static async Task<IReadOnlyList<string>> CommandInAsync(string folder, bool withRuntime, CancellationToken cancellationToken)
    {
        if (folder.Length == 0)
            folder = await PublishAsync(withRuntime, cancellationToken);
        folder = Path.GetFullPath(folder);
        if (!File.Exists(Path.Combine(folder, Program)))
            throw new InvalidOperationException($"There is no {Program} in {folder}.");
        return File.Exists(Path.Combine(folder, Runtime)) ? [Path.Combine(folder, OwnHost)] : ["dotnet", Path.Combine(folder, Program)];
    }

    private static async Task<string> PublishAsync(bool withRuntime, CancellationToken cancellationToken)
    {
        var root = Root();
        var folder = Path.Combine(root, "artifacts", "publish", withRuntime ? "bench-with-runtime" : "bench");
        var machine = $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        await Console.Error.WriteLineAsync($"publishing for {machine} into {folder}");
        string[] words =
        [
            "publish", Path.Combine(root, "src", "CallerAuth"), "-c", "Release", "-r", machine, "-o", folder, "-v", "q", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            .. withRuntime ? new[] { "--self-contained", "-p:PublishReadyToRunComposite=true" } : [],
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", words) { UseShellExecute = false, RedirectStandardOutput = true })!;
        try
        {
            var output = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
            await publish.WaitForExitAsync(cancellationToken);
            return publish.ExitCode == 0 ? folder : throw new InvalidOperationException($"dotnet publish failed. {output}");
        }
        finally
        {
            if (!publish.HasExited)
                publish.Kill(entireProcessTree: true);
        }
    }

    private static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "CallerAuth.sln")))
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The benchmarks do not lie below the repository; give --service.");
        return at;
    }
}
