using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Verification;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis.Profiling;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>What a webhook costs the store: two round trips at most, because a caller waits for each.</summary>
public class RoundTripTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_costs_at_most_two_commands()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        // Polls would be counted too.
        var service = world.StartService(services: services => services.Remove(
            services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(PollWorker))));
        // The provider takes the start and never answers, so all that the background start has sent is the reservation of the person (SET … NX).
        world.Simulator.Provider.Faults.Start.Play(new Fault.Hang());
        await WarmUpAsync(service);
        var session = new ProfilingSession();
        service.Store.Multiplexer.RegisterProfiler(() => session);
        var (call, other) = (service.Call(Line.NordiskHjelp), service.Call(Line.NordiskHjelp));
        var digits = People.Norwegian(340).NationalId;
        (string Step, Func<Task<Answer>> PostAsync, int Most)[] story =
        [
            ("rings", () => call.RingAsync(Cancellation), 1),
            ("rings again", () => call.RingAsync(Cancellation), 1),
            ("language", () => call.PressAsync("1", Cancellation), 2),
            ("nothing pressed", () => call.PressAsync("", Cancellation), 2),
            ("eID", () => call.PressAsync("1", Cancellation), 2),
            ("digits", () => call.PressAsync(digits, Cancellation), 2),
            ("sent", () => call.PressAsync("", Cancellation), 1),
            ("hold", () => call.PostAsync("/voice/hold", Cancellation), 1),
            // Another caller, for whom nothing runs that would have to be cancelled in the background.
            ("second rings", () => other.RingAsync(Cancellation), 1),
            ("agent", () => other.PressAsync("0", Cancellation), 2),
            ("agent's leg", () => other.PostAsync("/voice/agent-leg", Cancellation, new KeyValuePair<string, string>("DialCallStatus", "busy")), 2),
            ("whisper", () => other.PostAsync("/voice/whisper", Cancellation, new KeyValuePair<string, string>("ParentCallSid", other.CallSid)), 1),
            ("queue music", () => other.PostAsync("/voice/queue-music", Cancellation), 0),
            ("hangs up", () => other.HangUpAsync(Cancellation), 2),
        ];

        foreach (var (step, postAsync, most) in story)
        {
            session.FinishProfiling();
            await postAsync();
            string[] commands = [.. session.FinishProfiling().Select(command => command.Command).Where(command => !IsBackground(command))];
            Assert.True(commands.Length <= most, $"{step}: {string.Join(", ", commands)}");
        }
    }

    // SET is the reservation; the rest is the connection's own heartbeat.
    private static bool IsBackground(string command) => command is "SET" or "PING" or "INFO" or "ECHO" or "CLIENT";

    /// <summary>A script is loaded once for each connection, at its first use.</summary>
    private static async Task WarmUpAsync(ServiceUnderTest service)
    {
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync("0", Cancellation);
    }
}
