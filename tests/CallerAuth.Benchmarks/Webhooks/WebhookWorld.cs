using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>What a run gives its subject: a port, an empty store, and where its heap is asked for.</summary>
internal sealed record WebhookWorld(int Port, RedisServer Store, string Probe)
{
    public (string Key, string Value)[] Probing => [("DOTNET_STARTUP_HOOKS", typeof(WebhookWorld).Assembly.Location), (StartupHook.Variable, Probe)];
}
