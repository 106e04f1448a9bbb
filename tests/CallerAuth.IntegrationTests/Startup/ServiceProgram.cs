using System.Diagnostics;
using CallerAuth.Simulator;

namespace CallerAuth.IntegrationTests.Startup;

/// <summary>The real program as an operator starts it, in production and away from any folder with settings of its own, until it ends.</summary>
internal static class ServiceProgram
{
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string> settings, IEnumerable<string> words, string input, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("callerauth-start-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet", [ServiceProcess.AssemblyPath, .. words])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = directory,
            };
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
            start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
            foreach (var (key, value) in settings)
                start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
            using var process = Process.Start(start)!;
            try
            {
                var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
                await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancellationToken);
                return (process.ExitCode, await output, await errors);
            }
            finally
            {
                // One that started after all must not be left behind.
                if (!process.HasExited)
                    process.Kill();
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
