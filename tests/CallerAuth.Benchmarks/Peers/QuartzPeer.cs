using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>
/// Quartz.NET with its store in memory: one trigger for each call, set anew after each answer. A repeating trigger would count from
/// trigger to trigger and so ask too soon after a slow answer.
/// </summary>
internal static class QuartzPeer
{
    private const int AtOnce = 256;

    public static async Task RunAsync(TokenClient client, PeerSettings settings, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(client);
        services.AddSingleton(settings);
        services.AddQuartz(quartz =>
        {
            quartz.UseDefaultThreadPool(AtOnce);
            // Late triggers are to fire, however late.
            quartz.UseInMemoryStore(store => store.MisfireThreshold = TimeSpan.FromMinutes(10));
            quartz.ConfigureScheduler(scheduler => scheduler.MaxBatchSize = AtOnce);
        });
        await using var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        await scheduler.Start(cancellationToken);
        var began = TimeProvider.System.GetUtcNow();
        for (var item = 0; item < settings.Items; item++)
        {
            var key = item.ToString(CultureInfo.InvariantCulture);
            var first = began + settings.Interval + (settings.Interval * item / settings.Items);
            await scheduler.ScheduleJob(
                JobBuilder.Create<PollJob>().WithIdentity(key).Build(), TriggerBuilder.Create().WithIdentity(key).StartAt(first).Build(), cancellationToken: cancellationToken);
        }

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
        }
    }
}
