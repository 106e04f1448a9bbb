using CallerAuth.Simulator.Faults;

namespace CallerAuth.Simulator.Telephony;

/// <summary>What can be made to go wrong at Twilio. All off at start.</summary>
internal sealed class CarrierFaults
{
    /// <summary>Played by the REST API, before the request is looked at.</summary>
    public FaultQueue Rest { get; } = new();

    /// <summary>Each webhook is sent twice at the same time, as after a lost answer; the first answer counts.</summary>
    public bool DuplicateWebhooks { get; set; }

    /// <summary>Asked at each webhook that is not doubled anyway: whether this one is.</summary>
    public Func<bool>? DuplicateDice { get; set; }

    /// <summary>Asked for each agent who calls for a caller: how long after the first words they hang up. Null lets them stay.</summary>
    public Func<TimeSpan?>? AgentLeavesDice { get; set; }

    public bool DoublesNext() => DuplicateWebhooks || DuplicateDice?.Invoke() == true;

    public void Clear()
    {
        Rest.Clear();
        DuplicateWebhooks = false;
        DuplicateDice = null;
        AgentLeavesDice = null;
    }
}
