namespace CallerAuth.IntegrationTests.Voice;

public class LeavingCallersTests
{
    [Theory]
    [InlineData("QueueResult", "hangup")]
    [InlineData("QueueResult", "leave")]
    [InlineData("DialCallStatus", "answered")]
    public async Task A_caller_whose_wait_is_over_is_in_no_queue(string name, string value) => Assert.False(await StaysAsync(name, value));

    [Theory]
    [InlineData("QueueResult", "redirected")]
    [InlineData("QueueResult", "bridging-in-process")]
    public async Task A_caller_who_is_only_moved_stays(string name, string value) => Assert.True(await StaysAsync(name, value));

    [Theory]
    [InlineData("completed", false)]
    [InlineData("in-progress", true)]
    public async Task A_caller_who_hung_up_is_in_no_queue(string callStatus, bool stays)
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));

        await rig.CallerSteps.StatusAsync(QueueRig.Webhook(caller, callStatus: callStatus));
        await rig.Errands.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(stays, await rig.WaitsAsync(caller));
    }

    private static async Task<bool> StaysAsync(string name, string value)
    {
        await using var rig = await QueueRig.StartAsync();
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));

        await rig.CallerSteps.AgentLegAsync(QueueRig.Webhook(caller, null, (name, value)), rig.Lines.Find("+4721000000")!);
        await rig.Errands.StopAsync(TestContext.Current.CancellationToken);

        return await rig.WaitsAsync(caller);
    }
}
