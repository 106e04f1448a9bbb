using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Store;

namespace CallerAuth.Simulator.Live;

/// <summary>What goes wrong at the flick of a switch.</summary>
internal enum TroubleKind
{
    ProviderSlow,
    ProviderDown,
    SlowDown,
    StoreGone,
    RestFails,
    DuplicateWebhooks,
}

/// <summary>The switches of trouble. Each is felt by the service from outside, over its own connections, as it would be in production.</summary>
internal sealed class Trouble(SimulatorHost simulator, StoreCable? cable)
{
    // Longer than a webhook may wait, shorter than the client's patience.
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private bool _slow;
    private bool _down;
    private bool _restFails;

    public IReadOnlyDictionary<string, bool> Show()
    {
        lock (_gate)
        {
            var shown = new Dictionary<string, bool>(StringComparer.Ordinal)
            {
                [nameof(TroubleKind.ProviderSlow)] = _slow,
                [nameof(TroubleKind.ProviderDown)] = _down,
                [nameof(TroubleKind.SlowDown)] = simulator.Provider.Faults.SlowDowns > 0,
                [nameof(TroubleKind.RestFails)] = _restFails,
                [nameof(TroubleKind.DuplicateWebhooks)] = simulator.Carrier.Faults.DuplicateWebhooks,
            };
            if (cable is not null)
                shown[nameof(TroubleKind.StoreGone)] = cable.IsCut;
            return shown;
        }
    }

    public void Switch(TroubleKind kind, bool on)
    {
        lock (_gate)
        {
            switch (kind)
            {
                case TroubleKind.ProviderSlow:
                    _slow = on;
                    Arrange();
                    break;
                case TroubleKind.ProviderDown:
                    _down = on;
                    Arrange();
                    break;
                case TroubleKind.SlowDown:
                    // The next poll only: each one adds five seconds for good.
                    simulator.Provider.Faults.SlowDowns = on ? 1 : 0;
                    break;
                case TroubleKind.RestFails:
                    _restFails = on;
                    simulator.Carrier.Faults.Rest.Clear();
                    if (on)
                        simulator.Carrier.Faults.Rest.Play(Fault.Answer.ServerError);
                    break;
                case TroubleKind.DuplicateWebhooks:
                    simulator.Carrier.Faults.DuplicateWebhooks = on;
                    break;
                case TroubleKind.StoreGone when on:
                    cable?.Cut();
                    break;
                case TroubleKind.StoreGone:
                    cable?.Mend();
                    break;
            }
        }
    }

    /// <summary>All switches are off, because everything was mended.</summary>
    public void Forget()
    {
        lock (_gate)
            _slow = _down = _restFails = false;
        cable?.Mend();
    }

    // A provider that is down is not slow.
    private void Arrange()
    {
        var faults = simulator.Provider.Faults;
        foreach (var door in new[] { faults.Start, faults.Token, faults.Metadata })
        {
            door.Clear();
            if (_down)
                door.Play(new Fault.Abort());
            else if (_slow)
                door.Play(new Fault.Slow(Slowness));
        }
    }
}
