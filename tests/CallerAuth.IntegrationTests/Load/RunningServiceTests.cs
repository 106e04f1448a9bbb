using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Load;

namespace CallerAuth.IntegrationTests.Load;

/// <summary>A service that somebody else has started with the settings that <c>--print-settings</c> writes.</summary>
[Collection(nameof(Alone))]
public class RunningServiceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_service_with_the_printed_settings_is_called_by_the_run_that_comes_after()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var asked = new LoadArguments
        {
            Service = new Uri($"http://127.0.0.1:{LoopbackPort.Take()}"),
            Port = LoopbackPort.Take(),
            CallsPerSecond = 12,
            Length = TimeSpan.FromSeconds(3),
            Warm = TimeSpan.Zero,
            Speed = 25,
            Interval = 1,
        };
        await using var service = ServiceUnderTest.Start(asked.Service, await PrintedAsync(asked, cancellation));

        var run = await LoadCommand.PlayAsync(asked, TimeProvider.System, output.WriteLine, cancellation);

        output.WriteLine(LoadReport.Of(run));
        Assert.Empty(run.Faults);
        Assert.True(run.Calls.Begun > 10, $"{run.Calls.Begun} calls are too few to say anything");
        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), cancellation));
    }

    private static async Task<IReadOnlyDictionary<string, string>> PrintedAsync(LoadArguments asked, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorHost.StartAsync(LoadSettings.OptionsFor(asked), TimeProvider.System, () => 0.5, cancellationToken);
        var settings = LoadSettings.ForRunning(simulator, asked).ToDictionary(StringComparer.Ordinal);
        // Read before a host in the test's process has its settings.
        settings.Remove("Telemetry:Prometheus");
        return settings;
    }
}
