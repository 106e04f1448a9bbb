namespace CallerAuth.Benchmarks.Measuring;

/// <summary>A neighbour who wants a whole core, at the same priority.</summary>
internal static class Burn
{
    public static Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var spinning = new Thread(() =>
        {
            while (!cancellationToken.IsCancellationRequested)
                Thread.SpinWait(10_000);
        });
        spinning.IsBackground = true;
        spinning.Start();
        Processes.Conversation.Say("ready");
        return Task.FromResult(Console.In.ReadLine() is null ? 0 : 1);
    }
}
