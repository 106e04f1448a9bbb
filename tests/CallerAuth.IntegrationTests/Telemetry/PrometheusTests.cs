using System.Net;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.IntegrationTests.Telemetry;

/// <summary>What an operator's Prometheus reads after some calls.</summary>
public class PrometheusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_are_counted_by_what_they_came_to_and_nothing_personal_is_told()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Telemetry:Prometheus"] = "true" });
        var runner = new ScenarioRunner(world.Simulator);
        foreach (var name in new[] { "norwegian-approved", "zero-at-once" })
            await runner.PlayAsync(AllScenarios.All.Single(scenario => scenario.Name == name), Cancellation);
        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));

        var answer = await service.Twilio.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(service.Url, "/metrics")), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.All(
            [
                "callerauth_call_begun_total", "callerauth_call_ended_total", "callerauth_call_time_to_verified_seconds_bucket", "callerauth_redirects_total",
                "callerauth_poll_lateness_seconds_bucket", "callerauth_poll_pending", "callerauth_poll_shards", "callerauth_store_beat_duration_seconds_bucket",
                "callerauth_provider_request_duration_seconds_count", "http_server_request_duration_seconds_bucket", "dotnet_process_memory_working_set_bytes", "dotnet_process_cpu_time_seconds_total",
            ],
            name => Assert.Contains($"\n{name}", answer.Body, StringComparison.Ordinal));
        Assert.Matches("""callerauth_call_outcomes_total\{[^}]*callerauth_outcome="verified"[^}]*\} 1 """, answer.Body);
        Assert.Matches("""callerauth_call_outcomes_total\{[^}]*callerauth_reason="skipped"[^}]*\} 1 """, answer.Body);
        Assert.All(
            AllScenarios.All.Where(scenario => scenario.Name == "norwegian-approved").SelectMany(scenario => new[] { scenario.Call.Person.NationalId, scenario.Call.Person.FamilyName }),
            personal => Assert.DoesNotContain(personal, answer.Body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nobody_is_told_anything_unless_the_settings_say_so()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();

        var answer = await service.Twilio.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(service.Url, "/metrics")), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }
}
