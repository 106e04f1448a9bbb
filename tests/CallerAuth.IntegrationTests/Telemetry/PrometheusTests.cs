using System.Net;
using System.Text.RegularExpressions;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.Telemetry;

/// <summary>What an operator's Prometheus reads of the real program after some calls.</summary>
public sealed partial class PrometheusTests
{
    private static readonly string[] Figures =
    [
        "callerauth_call_begun_total", "callerauth_call_ended_total", "callerauth_call_time_to_verified_seconds_bucket", "callerauth_redirects_total",
        "callerauth_poll_lateness_seconds_bucket", "callerauth_poll_pending", "callerauth_poll_shards", "callerauth_store_beat_duration_seconds_bucket",
        "callerauth_provider_request_duration_seconds_count", "http_server_request_duration_seconds_bucket", "dotnet_process_memory_working_set_bytes", "dotnet_process_cpu_time_seconds_total",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_are_counted_by_what_they_came_to_and_nothing_personal_is_told()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Speed = 20, IntervalSeconds = 1 }, TimeProvider.System, () => 0.5, Cancellation);
        await using var service = await ServiceProcess.StartAsync(simulator, new Dictionary<string, string>(StringComparer.Ordinal) { ["Telemetry:Prometheus"] = "true" }, Cancellation);
        var runner = new ScenarioRunner(simulator);
        var approved = AllScenarios.All.Single(scenario => scenario.Name == "norwegian-approved");
        await runner.PlayAsync(approved, Cancellation);
        await runner.PlayAsync(AllScenarios.All.Single(scenario => scenario.Name == "zero-at-once"), Cancellation);

        var text = "";
        for (var looks = 0; looks < 100 && !Both(text); looks++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
            (_, text) = await GetAsync(service);
        }

        Assert.Matches(VerifiedOnce(), text);
        Assert.Matches(SkippedOnce(), text);
        Assert.All(Figures, name => Assert.Contains($"\n{name}", text, StringComparison.Ordinal));
        // Buckets of what it is about: percentiles of the alerts are worth nothing otherwise.
        Assert.All(["callerauth_store_beat_duration_seconds_bucket", "callerauth_poll_lateness_seconds_bucket", "callerauth_provider_request_duration_seconds_bucket", "http_server_request_duration_seconds_bucket"], name => Assert.Matches($"{name}\\{{[^}}]*le=\"0\\.25\"", text));
        Assert.All([approved.Call.Person.NationalId, approved.Call.Person.FamilyName], personal => Assert.DoesNotContain(personal, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nobody_is_told_anything_unless_the_settings_say_so()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TimeProvider.System, () => 0.5, Cancellation);
        await using var service = await ServiceProcess.StartAsync(simulator, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(service)).Status);
    }

    private static bool Both(string text) => VerifiedOnce().IsMatch(text) && SkippedOnce().IsMatch(text) && text.Contains("\ncallerauth_call_ended_total", StringComparison.Ordinal);

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(ServiceProcess service)
    {
        using var http = new HttpClient { BaseAddress = service.Url };
        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [GeneratedRegex("""callerauth_call_outcomes_total\{[^}]*callerauth_outcome="verified"[^}]*\} 1\b""", RegexOptions.None, 1000)]
    private static partial Regex VerifiedOnce();

    [GeneratedRegex("""callerauth_call_outcomes_total\{[^}]*callerauth_reason="skipped"[^}]*\} 1\b""", RegexOptions.None, 1000)]
    private static partial Regex SkippedOnce();
}
