using System.Globalization;
using System.Threading.Channels;
using CallerAuth.Calls;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Calls;

/// <summary>What must happen after a webhook was answered happens, as long as its call can be alive.</summary>
public class ErrandsTests : IDisposable
{
    private readonly WatchedTime _time = new();
    private readonly FakeLogger<Errands> _log = new();
    private readonly Errands _errands;
    private int _tries;

    public ErrandsTests() => _errands = new Errands(_time, _log);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _errands.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_must_happen_is_tried_until_it_does()
    {
        var done = new TaskCompletionSource();
        _errands.TryInsist(_ =>
        {
            if (Interlocked.Increment(ref _tries) < 4)
                throw new TimeoutException("The store is away.");
            done.SetResult();
            return Task.CompletedTask;
        });

        await PassAsync(done.Task);

        Assert.Equal(4, _tries);
        Assert.Equal(3, _log.Collector.GetSnapshot().Count(line => line.Id.Id == 3103));
    }

    [Fact]
    public async Task The_pauses_grow_and_the_tries_end()
    {
        List<TimeSpan> at = [];
        var began = _time.GetTimestamp();

        await PassAsync(Assert.ThrowsAsync<TimeoutException>(() => _errands.InsistAsync(
            _ =>
            {
                at.Add(_time.GetElapsedTime(began));
                throw new TimeoutException("The store is away.");
            },
            Cancellation)));

        // What was waited, and not what passed: the fake clock is moved from another thread.
        var pauses = _log.Collector.GetSnapshot().Select(line => TimeSpan.Parse(line.GetStructuredStateValue("Pause")!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(TimeSpan.FromSeconds(0.5), pauses[0]);
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
        Assert.Equal(TimeSpan.FromSeconds(15), pauses[^1]);
        Assert.All(at, moment => Assert.True(moment <= TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task What_may_fail_is_tried_once()
    {
        _errands.TryRun(_ =>
        {
            _tries++;
            throw new TimeoutException("The store is away.");
        });

        await _errands.StopAsync(Cancellation);

        Assert.Equal(1, _tries);
        Assert.Equal(3101, Assert.Single(_log.Collector.GetSnapshot()).Id.Id);
    }

    [Fact]
    public async Task A_stop_gives_what_waits_for_its_next_try_a_last_one_at_once()
    {
        var failed = new TaskCompletionSource();
        _errands.TryInsist(_ =>
        {
            Interlocked.Increment(ref _tries);
            failed.TrySetResult();
            throw new TimeoutException("The store is away.");
        });
        await failed.Task;

        await _errands.StopAsync(Cancellation);

        Assert.Equal(2, _tries);
        Assert.Contains(_log.Collector.GetSnapshot(), line => line.Id.Id == 3101);
    }

    [Fact]
    public async Task A_stop_waits_for_the_errand_that_an_errand_asked_for()
    {
        var second = false;
        _errands.TryRun(async _ =>
        {
            await Task.Yield();
            _errands.TryInsist(async _ =>
            {
                await Task.Yield();
                second = true;
            });
        });

        await _errands.StopAsync(Cancellation);

        Assert.True(second);
    }

    /// <summary>Lets each pause pass as soon as somebody waits for it, and no other time.</summary>
    private async Task PassAsync(Task until)
    {
        while (await Task.WhenAny(until, _time.Pauses.Reader.WaitToReadAsync(Cancellation).AsTask()) != until)
        {
            while (_time.Pauses.Reader.TryRead(out var pause))
                _time.Advance(pause);
        }

        await until;
    }

    private sealed class WatchedTime : FakeTimeProvider
    {
        public Channel<TimeSpan> Pauses { get; } = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Pauses.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
