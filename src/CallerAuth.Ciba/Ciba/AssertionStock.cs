using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>
/// Client assertions made ahead, about as many as the next second needs, so that a burst of requests need not queue behind a signature (RS256: most of a millisecond of a core).
/// An assertion is bound to no request (RFC 7523 §3), so any request may spend it; each is handed out once and while it is fresh.
/// Who finds nothing signs for himself.
/// </summary>
internal sealed partial class AssertionStock(ClientAssertion clientAssertion, IOptions<CibaOptions> options, TimeProvider timeProvider, ILogger<AssertionStock> logger) : BackgroundService
{
    /// <summary>Leaves an assertion most of its lifetime for the way to the provider and for clocks that disagree.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    public const int Most = 4096;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    /// <summary>Four signatures of RS256, or half a hundred of ES256: to give way after each would cost a good part of the latter.</summary>
    private static readonly TimeSpan AtAStretch = TimeSpan.FromMilliseconds(1);

    // Use is felt for some seconds, as polls that come in waves have ebbs between them.
    private const double RememberedPerRound = 0.95;

    private readonly ConcurrentQueue<(byte[] Assertion, long MadeAt)> _made = new();
    private double _usePerSecond;
    private int _usedSinceRound;

    public int Count => _made.Count;

    public byte[] Take()
    {
        Interlocked.Increment(ref _usedSinceRound);
        while (_made.TryDequeue(out var oldest))
        {
            if (IsFresh(oldest.MadeAt))
                return oldest.Assertion;
        }

        return clientAssertion.Create();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ClientAuthentication != ClientAuthentication.PrivateKeyJwt)
            return;

        using var timer = new PeriodicTimer(Every, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReplenishAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whoever finds nothing signs for himself, and hears what is wrong.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotMade(e);
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>One round: forgets what has grown old and makes what is wanting, giving way to other work again and again.</summary>
    internal async Task ReplenishAsync(CancellationToken cancellationToken)
    {
        while (_made.TryPeek(out var oldest) && !IsFresh(oldest.MadeAt))
            _made.TryDequeue(out _);

        var used = Interlocked.Exchange(ref _usedSinceRound, 0) / Every.TotalSeconds;
        _usePerSecond = Math.Max(used, _usePerSecond * RememberedPerRound);
        var wanted = Math.Min((int)_usePerSecond, Most);
        var began = timeProvider.GetTimestamp();
        for (var missing = wanted - _made.Count; missing > 0; missing--)
        {
            _made.Enqueue((clientAssertion.Create(), timeProvider.GetTimestamp()));
            if (timeProvider.GetElapsedTime(began) < AtAStretch)
                continue;
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            began = timeProvider.GetTimestamp();
        }
    }

    [LoggerMessage(5003, LogLevel.Warning, "No client assertion could be made ahead.")]
    private partial void LogNotMade(Exception exception);

    private bool IsFresh(long madeAt) => timeProvider.GetElapsedTime(madeAt) < FreshFor;
}
