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

    /// <summary>Norwegian orders live this long instead of BankID's own 15 minutes.</summary>
    public int? NorwegianExpirySeconds { get; init; }

    /// <summary>Every call and order is remembered for as long as the simulator runs. Otherwise whoever begins calls lets them be forgotten.</summary>
    public bool KeepsHistory { get; init; } = true;

    public int ConnectionsMax { get; init; } = int.MaxValue;

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public string AccountSid { get; init; } = $"AC{Guid.NewGuid():N}";

    public string AuthToken { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>A key of the test's choice, which it also disposes of; otherwise the one of this run.</summary>
    public ClientKey? ClientKey { get; init; }

    /// <summary>Good beside the key, for a service that was not started here and so has no file with it.</summary>
    public string? ClientSecret { get; init; }

    public string ClientId { get; init; } = "urn:callerauth:simulator";
}
