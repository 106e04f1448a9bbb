using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>
/// A circuit for each endpoint: thousands of polls that are answered do not hide that nobody can be asked any more. Nobody is asked, either,
/// while polls are in trouble, as their approval could not be learnt.
/// </summary>
internal sealed class ProviderCircuits(IOptions<CibaOptions> options, TimeProvider timeProvider, ILogger<ProviderCircuit> logger)
{
    public ProviderCircuit Starts { get; } = new("bc-authorize", options.Value.CircuitBreaker, timeProvider, logger);

    public ProviderCircuit Polls { get; } = new("token endpoint", options.Value.CircuitBreaker, timeProvider, logger);

    /// <summary>How long nobody is asked; null when starts are let through.</summary>
    public TimeSpan? NobodyIsAskedFor => Starts.Break ?? Polls.Break;
}
