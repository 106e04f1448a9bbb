namespace CallerAuth.Benchmarks.Peers;

/// <summary>The poller that everybody writes first: for each call a task that waits, asks, and waits again. It keeps nothing, so all calls end with the process.</summary>
internal static class DelayLoop
{
    public static Task RunAsync(TokenClient client, PeerSettings settings, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, settings.Items).Select(item => LoopAsync(client, item, settings, cancellationToken)));

    private static async Task LoopAsync(TokenClient client, int item, PeerSettings settings, CancellationToken cancellationToken)
    {
        // Calls come one after another, so their first polls are spread over an interval.
        await Task.Delay(settings.Interval * item / settings.Items, TimeProvider.System, cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(settings.Interval, TimeProvider.System, cancellationToken);
            try
            {
                if (!await client.PollAsync(item, cancellationToken))
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Asked again after the interval.
            }
        }
    }
}
