using System.Collections.Concurrent;
using CallerAuth.Simulator.Provider;

namespace CallerAuth.Simulator.Load;

/// <summary>Looks for a while after each call whether its orders are let alone, and then has the provider forget the person.</summary>
internal sealed class PollWatch(OpenIdProvider provider)
{
    // A poll that was under way at the end of the call has been answered by then, and the service has been told of the end.
    private static readonly TimeSpan LetAloneAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Watched> _ended = new();
    private readonly ConcurrentQueue<Watched> _letAlone = new();
    private int _polledOn;

    /// <summary>People whose orders were polled long after their call had ended.</summary>
    public int PolledOn => Volatile.Read(ref _polledOn);

    public void Watch(TestPerson person) => _ended.Enqueue(new Watched(person, provider.Time.GetTimestamp()));

    /// <summary>Looks at those whose time has come; to be called every second or so.</summary>
    public void Look()
    {
        while (_ended.TryPeek(out var call) && provider.Time.GetElapsedTime(call.At) > LetAloneAfter && _ended.TryDequeue(out _))
            _letAlone.Enqueue(call with { Polls = Count(call.Person) });
        while (_letAlone.TryPeek(out var call) && provider.Time.GetElapsedTime(call.At) > ForgottenAfter && _letAlone.TryDequeue(out _))
            Close(call);
    }

    /// <summary>Looks at all who are left, at the end of a run.</summary>
    public void Finish()
    {
        Look();
        while (_letAlone.TryDequeue(out var call))
            Close(call);
        while (_ended.TryDequeue(out var call))
            provider.Forget(call.Person);
    }

    private void Close(Watched call)
    {
        if (Count(call.Person) > call.Polls)
            Interlocked.Increment(ref _polledOn);
        provider.Forget(call.Person);
    }

    private int Count(TestPerson person) => provider.OrdersOf(person).Sum(order => order.Polls.Count);

    private sealed record Watched(TestPerson Person, long At, int Polls = 0);
}
