namespace CallerAuth.Benchmarks.Peers;

/// <summary>No poller but the limit of one: the same request over and over on as many connections as are given, each the moment the one before is answered.</summary>
internal static class Flood
{
    public static Task RunAsync(TokenClient client, PeerSettings settings, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Math.Min(settings.Connections, settings.Items)).Select(async first =>
        {
            for (var item = first; !cancellationToken.IsCancellationRequested; item = item + settings.Connections < settings.Items ? item + settings.Connections : first)
                await client.PollAsync(item, cancellationToken);
        }));
}
