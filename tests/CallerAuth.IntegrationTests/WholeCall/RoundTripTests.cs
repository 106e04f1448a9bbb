using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis.Profiling;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>What a webhook costs the store: one round trip where the call's last step came here too, and two where it did not, because a caller waits for each.</summary>
public class RoundTripTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_costs_one_command_where_the_step_before_came_here_too()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(services: services => services.AddSingleton<IStartupFilter, OfTheRequest>());
        // The provider takes the start and never answers.
        world.Simulator.Provider.Faults.Start.Play(new Fault.Hang());
        await WarmUpAsync(service);
        var session = new ProfilingSession();
        // Only what the request itself sends is counted: not the poller, not the start in the background, not the connection's heartbeat.
        service.Store.Multiplexer.RegisterProfiler(() => OfTheRequest.IsHere ? session : null);
        var (call, other) = (service.Call(Line.NordiskHjelp), service.Call(Line.NordiskHjelp));
        var digits = People.Norwegian(340).NationalId;
        (string Step, Func<Task<Answer>> PostAsync, int Most)[] story =
        [
            ("rings", () => call.RingAsync(Cancellation), 1),
            ("rings again", () => call.RingAsync(Cancellation), 1),
            ("language", () => call.PressAsync("1", Cancellation), 1),
            ("nothing pressed", () => call.PressAsync("", Cancellation), 1),
            ("eID", () => call.PressAsync("1", Cancellation), 1),
            ("digits", () => call.PressAsync(digits, Cancellation), 1),
            ("sent", () => call.PressAsync("", Cancellation), 1),
            ("hold", () => call.PostAsync("/voice/hold", Cancellation), 1),
            // Another caller, for whom nothing runs that would have to be cancelled in the background.
            ("second rings", () => other.RingAsync(Cancellation), 1),
            ("agent", () => other.PressAsync("0", Cancellation), 1),
            ("agent's leg", () => other.PostAsync("/voice/agent-leg", Cancellation, new KeyValuePair<string, string>("DialCallStatus", "busy")), 1),
            ("whisper", () => other.PostAsync("/voice/whisper", Cancellation, new KeyValuePair<string, string>("ParentCallSid", other.CallSid)), 1),
            ("queue music", () => other.PostAsync("/voice/queue-music", Cancellation), 0),
            ("hangs up", () => other.HangUpAsync(Cancellation), 1),
        ];

        foreach (var (step, postAsync, most) in story)
        {
            session.FinishProfiling();
            await postAsync();
            string[] commands = [.. session.FinishProfiling().Select(command => command.Command)];
            Assert.True(commands.Length <= most, $"{step}: {string.Join(", ", commands)}");
        }
    }

    /// <summary>A script is loaded once for each connection, at its first use.</summary>
    private static async Task WarmUpAsync(ServiceUnderTest service)
    {
        var call = service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync("0", Cancellation);
    }

    /// <summary>Marks what runs on behalf of a request.</summary>
    private sealed class OfTheRequest : IStartupFilter
    {
        private static readonly AsyncLocal<bool> Here = new();

        public static bool IsHere => Here.Value;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                Here.Value = true;
                await rest(context);
            });
            next(app);
        };
    }
}
