using System.Collections.Concurrent;
using CallerAuth.Simulator.Faults;

namespace CallerAuth.Simulator.Provider;

/// <summary>What can be made to go wrong at the provider. All off at start.</summary>
internal sealed class ProviderFaults
{
    private int _slowDowns;

    /// <summary>What goes wrong for one person only, by national ID.</summary>
    public ConcurrentDictionary<string, PersonFaults> OfPerson { get; } = new(StringComparer.Ordinal);

    /// <summary>Played at <c>bc-authorize</c>, before the request is looked at.</summary>
    public FaultQueue Start { get; } = new();

    /// <summary>Played at the token endpoint, before the request is looked at.</summary>
    public FaultQueue Token { get; } = new();

    /// <summary>Played at the discovery document and the JWKS.</summary>
    public FaultQueue Metadata { get; } = new();

    /// <summary>So many polls are answered <c>slow_down</c>, each adding five seconds for good.</summary>
    public int SlowDowns
    {
        get => Volatile.Read(ref _slowDowns);
        set => Volatile.Write(ref _slowDowns, value);
    }

    /// <summary>A Norwegian start answer without <c>bindingMessage</c>: the caller cannot finish.</summary>
    public bool NoBindingMessage { get; set; }

    /// <summary>The token is about somebody else than the person who was asked.</summary>
    public TestPerson? WrongPerson { get; set; }

    /// <summary>The token carries our <c>kid</c> but a stranger's signature.</summary>
    public bool SignedByStranger { get; set; }

    /// <summary>Orders live this long instead of BankID's own time.</summary>
    public int? ExpirySeconds { get; set; }

    /// <summary>One more poll is answered <c>slow_down</c>.</summary>
    public void SlowDownOnce() => Interlocked.Increment(ref _slowDowns);

    /// <summary>Of two polls at once, one takes the last one there is.</summary>
    public bool TakeSlowDown()
    {
        if (Interlocked.Decrement(ref _slowDowns) >= 0)
            return true;
        Interlocked.Increment(ref _slowDowns);
        return false;
    }

    public void Clear()
    {
        Start.Clear();
        Token.Clear();
        Metadata.Clear();
        SlowDowns = 0;
        NoBindingMessage = false;
        WrongPerson = null;
        SignedByStranger = false;
        ExpirySeconds = null;
        OfPerson.Clear();
    }
}

/// <summary>What goes wrong for one person, while all others are served well.</summary>
/// <param name="Start">Played at each <c>bc-authorize</c> about them.</param>
/// <param name="ExpirySeconds">How long their orders live.</param>
internal sealed record PersonFaults(Fault? Start = null, int? ExpirySeconds = null);
