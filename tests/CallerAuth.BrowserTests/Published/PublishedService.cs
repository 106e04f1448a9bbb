using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CallerAuth.BrowserTests.Published;

/// <summary>What an operator installs: the output of <c>dotnet publish -c Release -r linux-x64</c>, made once for all tests of a class.</summary>
public sealed class PublishedService : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    /// <summary>Where it lies; nothing of the sources or of a build is beside it.</summary>
    public string Place { get; } = Directory.CreateTempSubdirectory("callerauth-published-").FullName;

    private static string Machine => $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    public static string ProjectFile => Path.Combine(Root(), "src", "CallerAuth", "CallerAuth.csproj");

    public async ValueTask InitializeAsync() => await PublishAsync(["-o", Place]);

    internal async Task PublishAsync(IEnumerable<string> more)
    {
        // For this machine, as documented, so it is compiled ahead. No build server outlives it.
        string[] words = ["publish", Path.Combine(Root(), "src", "CallerAuth"), "-c", "Release", "-r", Machine, "-v", "q", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. more];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        try
        {
            await publish.WaitForExitAsync().WaitAsync(Within, TimeProvider.System);
        }
        finally
        {
            if (!publish.HasExited)
                publish.Kill(entireProcessTree: true);
        }

        Assert.True(publish.ExitCode == 0, await output + await errors);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Place, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "CallerAuth.sln")))
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The tests do not lie below the repository.");
        return at;
    }
}
