using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>The requests of docs/api.md, run by a shell as they stand there; only what was printed and answered is put in.</summary>
public sealed partial class DocumentedRequestsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_requests_of_the_page_are_answered_as_it_says()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        string[] blocks = [.. ShellBlock().Matches(await File.ReadAllTextAsync(PageAt("docs", "api.md"), Cancellation)).Select(block => block.Groups["commands"].Value)];
        var (start, look, follow, wrong) = (blocks[0], blocks[1], blocks[2], blocks[3]);
        var prelude = $"SERVICE={service.Url.GetLeftPart(UriPartial.Authority)}\n" + KeyLine().Match(start).Value;

        var started = await RunAsync(prelude + Without(start, "SERVICE="));
        Assert.Contains("202 Accepted", started, StringComparison.Ordinal);
        var known = $"{prelude}\nID={Id().Match(started).Groups["id"].Value}\n";

        Assert.Contains("\"askedBy\":\"system:simulator\"", await RunAsync(known + Without(look, "ID=")), StringComparison.Ordinal);
        // From another terminal, as the page says: the stream goes on meanwhile and ends with the outcome.
        var lines = Without(follow, "ID=").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var followed = RunAsync(known + lines[0]);
        Assert.Contains("204 No Content", await RunAsync(known + lines[1]), StringComparison.Ordinal);
        Assert.Contains("event: outcome", await followed, StringComparison.Ordinal);
        Assert.Contains("wrong check digit", await RunAsync(prelude + wrong), StringComparison.Ordinal);
    }

    private static string Without(string block, string line) => string.Join('\n', block.Split('\n').Where(one => !one.StartsWith(line, StringComparison.Ordinal)));

    private static async Task<string> RunAsync(string commands)
    {
        try
        {
            using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", "set -eu\n" + commands.Replace("curl ", "curl --silent --show-error --max-time 60 ", StringComparison.Ordinal)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (shell.StandardOutput.ReadToEndAsync(Cancellation), shell.StandardError.ReadToEndAsync(Cancellation));
            await shell.WaitForExitAsync(Cancellation);
            if (shell.ExitCode == CommandNotFound)
                NotHere();
            Assert.True(shell.ExitCode == 0, await errors);
            return await output;
        }
        catch (Win32Exception)
        {
            NotHere();
            throw;
        }
    }

    private const int CommandNotFound = 127;

    private static void NotHere() => Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true", "bash and curl are not here; docs/api.md's requests are for them.");

    private static string PageAt(params string[] parts)
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "CallerAuth.sln")))
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The tests do not lie below the repository.");
        return Path.Combine([at, .. parts]);
    }

    [GeneratedRegex(@"```sh\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"KEY=\S+\n", RegexOptions.None, 1000)]
    private static partial Regex KeyLine();

    [GeneratedRegex(@"""id"":""(?<id>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
