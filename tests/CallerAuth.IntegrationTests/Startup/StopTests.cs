using System.Net;
using CallerAuth.Simulator;

namespace CallerAuth.IntegrationTests.Startup;

/// <summary>What a balancer sees of an instance that is told to stop: first that it wants no more callers, and only then that it is gone.</summary>
public class StopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_SIGTERM_on_it_is_not_ready_and_still_answers_for_a_while()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TimeProvider.System, () => 0.5, Cancellation);
        await using var service = await ServiceProcess.StartAsync(simulator, new Dictionary<string, string>(StringComparer.Ordinal) { ["Server:StopDelay"] = "00:00:05" }, Cancellation);
        using var http = new HttpClient { BaseAddress = service.Url };
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(http, "/health/ready"));

        var stopped = service.StopAsync();
        var ready = HttpStatusCode.OK;
        for (var looks = 0; looks < 80 && ready == HttpStatusCode.OK; looks++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
            ready = await StatusOfAsync(http, "/health/ready");
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(http, "/health/live"));
        // Twilio's webhooks are still answered: this one with a refusal, as nobody signed it.
        using var webhook = await http.PostAsync(new Uri("/voice/incoming", UriKind.Relative), new FormUrlEncodedContent([]), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, webhook.StatusCode);
        await stopped;
    }

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }
}
