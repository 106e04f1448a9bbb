using CallerAuth.Calls;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.IntegrationTests.Voice;

public class LeavingQueueFilterTests
{
    [Theory]
    [InlineData("QueueResult", "hangup")]
    [InlineData("QueueResult", "leave")]
    [InlineData("DialCallStatus", "answered")]
    [InlineData("CallStatus", "completed")]
    public async Task A_caller_whose_wait_is_over_is_in_no_queue(string name, string value) => Assert.False(await StaysAsync(name, value));

    [Theory]
    [InlineData("QueueResult", "redirected")]
    [InlineData("CallStatus", "in-progress")]
    public async Task A_caller_who_is_only_moved_stays(string name, string value) => Assert.True(await StaysAsync(name, value));

    private static async Task<bool> StaysAsync(string name, string value)
    {
        await using var rig = await QueueRig.StartAsync();
        using var errands = new Errands(NullLogger<Errands>.Instance);
        var caller = await rig.CallerAsync(QueueRig.Verified("Kari Nordmann"));
        var context = new DefaultHttpContext();
        context.Request.Form = new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal) { ["CallSid"] = caller, ["To"] = "+4721000000", [name] = value });

        var answer = await new LeavingQueueFilter(rig.Steps, rig.Lines, errands)
            .InvokeAsync(EndpointFilterInvocationContext.Create(context), _ => ValueTask.FromResult<object?>("the answer"));
        await errands.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("the answer", answer);
        return await rig.Store.Database.SortedSetScoreAsync(rig.Store.Keys.Queue(QueueRig.Queue), caller) is not null;
    }
}
