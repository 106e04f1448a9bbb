using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Runs;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>A peer that is written in C# and runs in a process of this program. None of them survives that process.</summary>
internal sealed class ProcessPeer(string name, string kind, int connections) : ISubject
{
    public string Name => name;

    public bool IsDurable => false;

    public bool KeepsPace => kind != "flood";

    public Task<string?> WhyNotAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<Polling> StartAsync(World world, CancellationToken cancellationToken)
    {
        var peer = Child.StartSelf("worker", PeerSettings.Of(kind, connections, world).Write(), world.TrustsProvider);
        await peer.ReadAsync(cancellationToken);
        return new Polling([peer]);
    }
}
