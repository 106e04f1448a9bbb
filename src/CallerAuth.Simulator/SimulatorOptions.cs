using CallerAuth.Simulator.Listening;

namespace CallerAuth.Simulator;

/// <summary>How a simulator is set up. Accounts, tokens and ids are made up anew unless given.</summary>
internal sealed record SimulatorOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>How much faster than the wall clock phones live.</summary>
    public double Speed { get; init; } = 10;

    /// <summary>The provider's <c>interval</c>; Idura answers 3.</summary>
    public int IntervalSeconds { get; init; } = 3;

    /// <summary>Makes calls audible.</summary>
    public Studio? Studio { get; init; }

    /// <summary>Keeps a store for the service, which can be made to be gone. Otherwise the service embeds its own.</summary>
    public bool KeepsStore { get; init; }

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public string AccountSid { get; init; } = $"AC{Guid.NewGuid():N}";

    public string AuthToken { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>A key that is shared by several simulators; none makes one of its own.</summary>
    public ClientKey? ClientKey { get; init; }

    public string ClientId { get; init; } = "urn:callerauth:simulator";
}
