using System.Globalization;
using Quartz;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>One poll as a job of Quartz; it sets its own trigger anew.</summary>
internal sealed class PollJob(TokenClient client, PeerSettings settings) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var key = context.Trigger.Key;
        try
        {
            await client.PollAsync(int.Parse(key.Name, CultureInfo.InvariantCulture), cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Asked again after the interval.
        }

        var next = TriggerBuilder.Create().WithIdentity(key).ForJob(context.JobDetail.Key).StartAt(TimeProvider.System.GetUtcNow() + settings.Interval).Build();
        await context.Scheduler.RescheduleJob(key, next, cancellationToken);
    }
}
