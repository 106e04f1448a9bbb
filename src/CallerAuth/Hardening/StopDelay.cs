using Microsoft.Extensions.Options;

namespace CallerAuth.Hardening;

/// <summary>Holds the stop back, before anything closes, for as long as a balancer needs to send callers elsewhere.</summary>
internal sealed class StopDelay(IOptions<ServerOptions> options, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        options.Value.StopDelay > TimeSpan.Zero ? Task.Delay(options.Value.StopDelay, time, cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
