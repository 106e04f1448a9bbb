using CallerAuth.IntegrationTests.Service;
using CallerAuth.Simulator.Load;

namespace CallerAuth.IntegrationTests.Load;

/// <summary>The simulator's load mode against the real service in a process of its own, as docs/simulator.md describes it.</summary>
[Collection(nameof(Alone))]
public class LoadModeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Some_dozens_of_calls_of_every_kind_are_all_accounted_for()
    {
        var asked = new LoadArguments
        {
            CallsPerSecond = 16,
            Length = TimeSpan.FromSeconds(5),
            Warm = TimeSpan.FromSeconds(1),
            Speed = 25,
            Interval = 1,
            Seed = 4711,
            Report = TimeSpan.FromSeconds(1),
        };

        var run = await LoadCommand.PlayAsync(asked, TimeProvider.System, output.WriteLine, TestContext.Current.CancellationToken);

        output.WriteLine(LoadReport.Of(run));
        Assert.Empty(run.Faults);
        Assert.True(run.Calls.IsBalanced);
        Assert.InRange(run.Calls.Begun, 50, 150);
        Assert.True(run.Calls.Endings.Count > 15, $"only {run.Calls.Endings.Count} kinds of ending were played");
        Assert.True(run.Calls.ApprovedToMoved.Count > 10, "hardly anybody was moved by REST");
        Assert.True(run.Memory!.Greatest > 0, "the service's memory was not looked at");
        Assert.NotNull(run.Heap);
        Assert.Contains(run.Left, keys => keys.Kind == "ca:call:…");
    }

    [Fact]
    public async Task Callers_who_hold_wait_as_long_as_the_run_and_hang_up_then()
    {
        var asked = new LoadArguments { Hold = 40, CallsPerSecond = 40, Length = TimeSpan.FromSeconds(3), Warm = TimeSpan.Zero, Speed = 25, Interval = 1, Report = TimeSpan.FromSeconds(1) };

        var run = await LoadCommand.PlayAsync(asked, TimeProvider.System, output.WriteLine, TestContext.Current.CancellationToken);

        output.WriteLine(LoadReport.Of(run));
        Assert.Empty(run.Faults);
        Assert.Equal((40, 40), (run.Calls.Begun, run.Calls.Ended));
        Assert.True(run.Polls.Sent >= 40, $"{run.Polls.Sent} polls are fewer than there were callers");
        Assert.True(run.Holding!.Value.During > 0, "the service's memory was not looked at");
    }
}
