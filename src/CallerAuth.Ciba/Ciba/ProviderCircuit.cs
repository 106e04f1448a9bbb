using Polly;
using Polly.CircuitBreaker;

namespace CallerAuth.Ciba;

/// <summary>
/// Watches how one endpoint of the provider answers. When too many answers are trouble it lets nobody ask for a while, so that callers are told at once instead of waiting for nothing and the provider
/// is left in peace; then a single request finds out whether it is well again.
/// </summary>
internal sealed partial class ProviderCircuit
{
    /// <summary>While one request finds out, the others need not come again sooner than this.</summary>
    private static readonly TimeSpan WhileTesting = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly ILogger<ProviderCircuit> _logger;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<ProviderAnswer> _pipeline;
    private readonly string _endpoint;
    private long _breakEndsAtTicks;

    public ProviderCircuit(string endpoint, CibaOptions.Breaker settings, TimeProvider timeProvider, ILogger<ProviderCircuit> logger)
    {
        (_endpoint, _timeProvider, _logger) = (endpoint, timeProvider, logger);
        _pipeline = new ResiliencePipelineBuilder<ProviderAnswer> { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ProviderAnswer>
            {
                FailureRatio = settings.FailurePercent / 100d,
                MinimumThroughput = settings.MinimumThroughput,
                SamplingDuration = settings.SamplingDuration,
                BreakDuration = settings.BreakDuration,
                StateProvider = _state,
                ShouldHandle = static outcome => ValueTask.FromResult(IsTrouble(outcome.Outcome, outcome.Context.CancellationToken)),
                OnOpened = opened => NoteOpenedAsync(opened.BreakDuration),
                OnHalfOpened = _ => NoteHalfOpenedAsync(),
                OnClosed = _ => NoteClosedAsync(),
            })
            .Build();
    }

    /// <summary>How long not to come again; null when requests are let through.</summary>
    public TimeSpan? Break => _state.CircuitState switch
    {
        CircuitState.Closed => null,
        CircuitState.HalfOpen => WhileTesting,
        // Time is up: whoever asks first is the one who finds out.
        _ => Volatile.Read(ref _breakEndsAtTicks) - _timeProvider.GetUtcNow().UtcTicks is > 0 and var left ? TimeSpan.FromTicks(left) : null,
    };

    /// <exception cref="BrokenCircuitException">Somebody else was first to find out.</exception>
    public ValueTask<ProviderAnswer> AskAsync<TRequest>(Func<TRequest, CancellationToken, ValueTask<ProviderAnswer>> ask, TRequest request, CancellationToken cancellationToken) =>
        _state.CircuitState == CircuitState.Closed ? AskAndTellAsync(ask, request, cancellationToken) : _pipeline.ExecuteAsync(ask, request, cancellationToken);

    /// <summary>
    /// While requests are let through, the pipeline hears how they ended and is not waited in: each of its layers would be woken once for every answer.
    /// </summary>
    private async ValueTask<ProviderAnswer> AskAndTellAsync<TRequest>(Func<TRequest, CancellationToken, ValueTask<ProviderAnswer>> ask, TRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await ask(request, cancellationToken);
            await TellAsync(Outcome.FromResult(answer), cancellationToken);
            return answer;
        }
        catch (Exception e)
        {
            await TellAsync(Outcome.FromException<ProviderAnswer>(e), cancellationToken);
            throw;
        }
    }

    private async ValueTask TellAsync(Outcome<ProviderAnswer> outcome, CancellationToken cancellationToken)
    {
        // What was asked before it opened is not the request that finds out whether all is well again.
        if (_state.CircuitState != CircuitState.Closed)
            return;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        await _pipeline.ExecuteOutcomeAsync(static (_, outcome) => ValueTask.FromResult(outcome), context, outcome);
        ResilienceContextPool.Shared.Return(context);
    }

    private static bool IsTrouble(Outcome<ProviderAnswer> outcome, CancellationToken callersToken) =>
        outcome.Exception is { } exception ? ProviderUnavailableException.WhyIn(exception, callersToken) is not null : outcome.Result!.IsUnavailable;

    private ValueTask NoteOpenedAsync(TimeSpan breakDuration)
    {
        Volatile.Write(ref _breakEndsAtTicks, (_timeProvider.GetUtcNow() + breakDuration).UtcTicks);
        LogOpened(_endpoint, breakDuration);
        return ValueTask.CompletedTask;
    }

    private ValueTask NoteHalfOpenedAsync()
    {
        LogHalfOpened(_endpoint);
        return ValueTask.CompletedTask;
    }

    private ValueTask NoteClosedAsync()
    {
        LogClosed(_endpoint);
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(5011, LogLevel.Warning, "The provider's {Endpoint} is in trouble; for {Break} it is not asked, and callers hear that BankID is unavailable.")]
    private partial void LogOpened(string endpoint, TimeSpan @break);

    [LoggerMessage(5012, LogLevel.Information, "One request finds out whether the provider's {Endpoint} is well again.")]
    private partial void LogHalfOpened(string endpoint);

    [LoggerMessage(5013, LogLevel.Information, "The provider's {Endpoint} is well again.")]
    private partial void LogClosed(string endpoint);
}
