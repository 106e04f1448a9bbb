using CallerAuth.Simulator.Load;

namespace CallerAuth.Tests.Simulator.Load;

/// <summary>The check of a load run is able to fail: services that do one thing to everybody are found out.</summary>
public sealed class LoadRunTests
{
    [Fact]
    public async Task Callers_who_are_hung_up_on_are_missed_by_name_of_their_ending()
    {
        var run = await PlayAsync("<Hangup/>");

        Assert.True(run.Calls.Begun > 20, $"{run.Calls.Begun} calls are too few to say anything");
        Assert.Equal(run.Calls.Begun, run.Calls.Ended);
        Assert.False(run.Calls.IsBalanced);
        Assert.InRange(run.Calls.Failures.Count, 1, CallBook.FailuresKept);
        Assert.Contains(run.Calls.Endings, ending => ending is { Ending: "verified, NO", AsMeant: 0 });
        Assert.Contains($"{run.Calls.Failed} calls ended otherwise than they must", run.Faults);
        Assert.Contains("✗ verified, NO: the call reached nobody, not TaskRouter", LoadReport.Of(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_verified_who_has_approved_nothing()
    {
        var run = await PlayAsync(
            """<Enqueue workflowSid="WW00000000000000000000000000000001" action="/voice/after"><Task>{"caller_verification":{"status":"verified","eid":"no-bankid"}}</Task></Enqueue>""");

        Assert.Equal(run.Calls.Begun, run.Calls.VerifiedWrongly);
        Assert.Contains($"{run.Calls.Begun} calls were VERIFIED WRONGLY", run.Faults);
    }

    [Fact]
    public async Task A_call_that_does_not_end_is_stuck()
    {
        var run = await PlayAsync("""<Pause length="100000"/>""");

        Assert.Equal(run.Calls.Begun, run.Calls.Ended);
        Assert.InRange(run.Calls.Stuck, 1, run.Calls.Begun);
        Assert.Contains($"{run.Calls.Stuck} calls were stuck", run.Faults);
    }

    [Fact]
    public async Task Webhooks_that_are_answered_wrongly_are_counted_by_what_was_asked()
    {
        var run = await PlayAsync("<Hangup/>", withStatus: false);

        Assert.Equal(run.Calls.Begun, run.Webhooks.NotRight);
        Assert.Equal(["/voice/status → 404"], run.Webhooks.Wrong.Keys);
    }

    private static async Task<LoadResult> PlayAsync(string everybody, bool withStatus = true)
    {
        await using var server = await TwimlServer.StartAsync();
        server.On("/voice/incoming", everybody).On("/voice/after", "<Hangup/>");
        if (withStatus)
        {
            server.On("/voice/status", (context, _) =>
            {
                context.Response.StatusCode = 204;
                return Task.CompletedTask;
            });
        }

        var asked = new LoadArguments
        {
            Service = server.BaseUrl,
            CallsPerSecond = 60,
            Length = TimeSpan.FromSeconds(1),
            Warm = TimeSpan.Zero,
            Speed = 200,
            StuckAfter = TimeSpan.FromSeconds(2),
        };
        return await LoadCommand.PlayAsync(asked, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken);
    }
}
