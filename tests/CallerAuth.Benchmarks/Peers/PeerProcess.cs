using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>A peer's process: says "ready", polls, and ends with its standard input.</summary>
internal static class PeerProcess
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var settings = PeerSettings.Read(arguments);
        using var client = new TokenClient(settings);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Conversation.Say("ready");
        var polling = settings.Kind switch
        {
            "quartz" => QuartzPeer.RunAsync(client, settings, over.Token),
            "flood" => Flood.RunAsync(client, settings, over.Token),
            _ => DelayLoop.RunAsync(client, settings, over.Token),
        };
        await Task.WhenAny(polling, Conversation.HoldAsync(_ => Task.FromResult("what?"), cancellationToken));
        if (polling.IsFaulted)
            await Console.Error.WriteLineAsync($"  {settings.Kind}: {polling.Exception.InnerException?.Message}");
        await over.CancelAsync();
        await Task.WhenAny(polling);
        return 0;
    }
}
