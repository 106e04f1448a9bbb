using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>An instance with nothing to poll, whose time and turns are the test's.</summary>
internal sealed class QuietInstance : IDisposable
{
    private readonly PendingPolls _pending;

    public QuietInstance(StoreUnderTest store)
    {
        var clock = new PollClock(Time);
        var desk = new PollDesk(store.Connection, store.Keys);
        _pending = new PendingPolls(clock, () => 0.5);
        var dispatcher = new PollDispatcher(_pending, turn: null!, clock, meter: null!, Options.Create(new VerificationOptions()), Time, () => 0.5, NullLogger<PollDispatcher>.Instance);
        Pulse = new InstancePulse(new InstanceRoll(store.Connection, store.Keys), desk, _pending, dispatcher, clock, StoreUnderTest.Meter(), Time, NullLogger<InstancePulse>.Instance);
        Shards = new ShardKeeper(Pulse, store.Ledger, desk, _pending, dispatcher, eids: null!, clock, Time, () => 0.5, NullLogger<ShardKeeper>.Instance);
    }

    public FakeTimeProvider Time { get; } = new();

    public InstancePulse Pulse { get; }

    public ShardKeeper Shards { get; }

    public int Owned => _pending.Owned().Count;

    /// <summary>One beat and what follows from it; what is handed over is handed over before this returns.</summary>
    public async Task TurnAsync()
    {
        await Pulse.BeatAsync();
        await Shards.ArrangeAsync();
        while (_pending.Owned().Any(shard => shard.IsClosing))
            await Task.Yield();
    }

    public void Dispose() => Pulse.Dispose();
}
