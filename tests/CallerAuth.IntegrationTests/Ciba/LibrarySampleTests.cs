using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.Ciba;

/// <summary>docs/library.md shows an app of its own on the library: the app is run, as a process, against the simulator's provider.</summary>
public sealed partial class LibrarySampleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_asks_a_person_shows_the_words_and_says_who_it_was()
    {
        await using var world = await SampleWorld.StartAsync(Cancellation);
        var person = People.Norwegian(3);
        await using var app = world.Phone(person, AppAct.Approve);

        var lines = await world.IdentifyAsync("no-bankid", person.NationalId, bindingMessage: null, Cancellation);

        Assert.Equal(2, lines.Length);
        Assert.Matches("^Look for: .+ .+$", lines[0]);
        Assert.Equal($"Verified: {person.Name}", lines[1]);
    }

    [Fact]
    public async Task The_sample_says_that_nobody_was_verified_when_the_person_declined()
    {
        await using var world = await SampleWorld.StartAsync(Cancellation);
        var person = People.Astrid;
        await using var app = world.Phone(person, AppAct.NotOnThePhone);

        var lines = await world.IdentifyAsync("se-bankid", person.NationalId, "Legitimera dig i kassan", Cancellation);

        Assert.Equal("Not verified: Declined", lines[^1]);
    }

    private sealed class SampleWorld(SimulatorHost simulator, Process process, string directory, Uri url) : IAsyncDisposable
    {
        public static async Task<SampleWorld> StartAsync(CancellationToken cancellationToken)
        {
            var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { IntervalSeconds = 1 }, TimeProvider.System, () => 0.5, cancellationToken);
            var directory = Directory.CreateTempSubdirectory("callerauth-sample-").FullName;
            var key = Path.Combine(directory, "key.pem");
            await File.WriteAllTextAsync(key, simulator.ClientKey.PrivatePem, cancellationToken);

            // Neighbours under artifacts/bin, whatever the clone is called.
            var build = new FileInfo(ServiceProcess.AssemblyPath).Directory!;
            var program = Path.Combine(build.Parent!.Parent!.FullName, "LibrarySample", build.Name, "LibrarySample.dll");
            var start = new ProcessStartInfo("dotnet", [program]) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = directory };
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
            start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
            start.Environment["Ciba__Authority"] = simulator.Authority;
            start.Environment["Ciba__ClientId"] = simulator.Options.ClientId;
            start.Environment["Ciba__PrivateKeyPath"] = key;
            start.Environment["Ciba__KeyId"] = simulator.ClientKey.KeyId;
            var process = Process.Start(start)!;
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (Listening().Match(line) is { Success: true } listening)
                {
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return new SampleWorld(simulator, process, directory, new Uri(listening.Groups["url"].Value));
                }
            }

            throw new InvalidOperationException("The sample ended before it listened.");
        }

        public BankIdApp Phone(TestPerson person, AppAct act)
        {
            var app = new BankIdApp(person, [act], TimeSpan.FromMilliseconds(50), TimeProvider.System, HearAsync, _ => { });
            simulator.Provider.Install(app);
            return app;

            // Whoever sits at the screen reads the words there: the right ones are those the provider gave out.
            Task<string?> HearAsync(IReadOnlyList<string> shown, CancellationToken cancellationToken) => Task.FromResult(shown.SingleOrDefault(words => simulator.Provider.Orders.Any(order => order.Words == words)));
        }

        public async Task<string[]> IdentifyAsync(string eid, string nationalId, string? bindingMessage, CancellationToken cancellationToken)
        {
            using var http = new HttpClient { BaseAddress = url };
            using var answer = await http.PostAsJsonAsync("/identify", new { eid, nationalId, bindingMessage }, cancellationToken);
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadAsStringAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            await simulator.DisposeAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
