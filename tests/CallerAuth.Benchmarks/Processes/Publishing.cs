using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>The service as an operator installs it (docs/operations.md): published for this machine, compiled ahead.</summary>
internal static class Publishing
{
    private const string Program = "CallerAuth.dll";

    /// <summary>The folder that was given; without one, artifacts/publish/bench, published anew.</summary>
    /// <returns>The program's file.</returns>
    public static async Task<string> ProgramInAsync(string folder, CancellationToken cancellationToken)
    {
        if (folder.Length == 0)
            folder = await PublishAsync(cancellationToken);
        var program = Path.GetFullPath(Path.Combine(folder, Program));
        return File.Exists(program) ? program : throw new InvalidOperationException($"There is no {Program} in {folder}.");
    }

    private static async Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        var root = Root();
        var folder = Path.Combine(root, "artifacts", "publish", "bench");
        var machine = $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        await Console.Error.WriteLineAsync($"publishing for {machine} into {folder}");
        string[] words = ["publish", Path.Combine(root, "src", "CallerAuth"), "-c", "Release", "-r", machine, "-o", folder, "-v", "q", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"];
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
