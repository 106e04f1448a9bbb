using System.Collections.Concurrent;
using CallerAuth.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Calls;

public sealed class CallListenersTests
{
    private readonly FakeLogger<CallListeners> _log = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Every_listener_is_told_even_when_the_one_before_fails()
    {
        var second = new Remembering();
        var listeners = new CallListeners([new Failing(), second], _time, _log);
        await listeners.StartAsync(TestContext.Current.CancellationToken);

        listeners.Tell(Change());
        await listeners.StopAsync(TestContext.Current.CancellationToken);

        Assert.Single(second.Told);
        Assert.Contains(_log.Collector.GetSnapshot(), line => line.Id == 3401);
    }

    [Fact]
    public async Task A_listener_that_never_returns_is_left_behind()
    {
        var second = new Remembering();
        var hanging = new Hanging();
        var listeners = new CallListeners([hanging, second], _time, _log);
        await listeners.StartAsync(TestContext.Current.CancellationToken);

        listeners.Tell(Change());
        await hanging.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        var stopped = listeners.StopAsync(TestContext.Current.CancellationToken);
        while (!stopped.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Single(second.Told);
    }

    [Fact]
    public async Task What_was_written_before_the_stop_is_told()
    {
        var remembering = new Remembering();
        var listeners = new CallListeners([remembering], _time, _log);
        for (var i = 0; i < 100; i++)
            listeners.Tell(Change());

        await listeners.StartAsync(TestContext.Current.CancellationToken);
        await listeners.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(100, remembering.Told.Count);
    }

    [Fact]
    public async Task What_a_last_transition_asks_for_is_done_before_the_host_has_stopped()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddCalls();
        var asking = new Asking();
        services.AddSingleton<ICallListener>(provider => asking.With(provider.GetRequiredService<Errands>()));
        await using var provider = services.BuildServiceProvider();
        var hosted = provider.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted)
            await service.StartAsync(TestContext.Current.CancellationToken);
        // A webhook's errand that is still to make its transition when the stop begins.
        provider.GetRequiredService<Errands>().TryRun(async _ =>
        {
            await asking.Stopping.Task;
            provider.GetRequiredService<CallListeners>().Tell(Change());
        });

        asking.Stopping.SetResult();
        foreach (var service in hosted.Reverse())
            await service.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(asking.IsDone);
    }

    [Fact]
    public void More_than_can_wait_is_dropped_and_logged_not_thrown()
    {
        var listeners = new CallListeners([new Remembering()], _time, _log);

        for (var i = 0; i < 8193; i++)
            listeners.Tell(Change());

        Assert.Equal(3402, Assert.Single(_log.Collector.GetSnapshot()).Id);
    }

    private static Transition Change() => new(Some.Call(new CallState.ChoosingLanguage(Tries.None)), Some.Call(new CallState.CollectingNationalId(Tries.None)), new CallEvent.LanguageChosen("nb-NO"));

    private sealed class Remembering : ICallListener
    {
        public ConcurrentQueue<Transition> Told { get; } = [];

        public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
        {
            Told.Enqueue(transition);
            return Task.CompletedTask;
        }
    }

    /// <summary>Answers a transition with an errand, as those do who tell other systems.</summary>
    private sealed class Asking : ICallListener
    {
        private Errands? _errands;

        public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsDone { get; private set; }

        public Asking With(Errands errands)
        {
            _errands = errands;
            return this;
        }

        public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
        {
            _errands!.TryInsist(async _ =>
            {
                // Nobody who does not wait for it finds it done.
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
                IsDone = true;
            });
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : ICallListener
    {
        public Task ChangedAsync(Transition transition, CancellationToken cancellationToken) => throw new InvalidOperationException("not today");
    }

    private sealed class Hanging : ICallListener
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
        {
            Entered.TrySetResult();
            return new TaskCompletionSource().Task;
        }
    }
}
