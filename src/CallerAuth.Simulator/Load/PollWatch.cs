using System.Collections.Concurrent;
using CallerAuth.Simulator.Provider;

namespace CallerAuth.Simulator.Load;

/// <summary>Looks for a while after each call whether its orders are let alone, and then has the provider forget the person.</summary>
internal sealed class PollWatch(OpenIdProvider provider)
{
    // A poll that was under way at the end of the call has been answered by then, and the service has been told of the end.
    private static readonly TimeSpan LetAloneAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(30);

    private const int ExamplesMax = 10;

    private readonly ConcurrentQueue<Watched> _ended = new();
    private readonly ConcurrentQueue<Watched> _letAlone = new();
    private readonly ConcurrentQueue<string> _examples = [];
    private int _polledOn;

    /// <summary>People whose orders were polled long after their call had ended.</summary>
    public int PolledOn => Volatile.Read(ref _polledOn);

    /// <summary>Some of their calls, to be looked for in the service's log.</summary>
    public IReadOnlyCollection<string> Examples => [.. _examples];

    /// <param name="person">Whose call has ended.</param>
    /// <param name="call">What is said of it, should the person be polled for.</param>
    public void Watch(TestPerson person, string call) => _ended.Enqueue(new Watched(person, call, provider.Time.GetTimestamp()));

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
        if (Count(call.Person) > call.Polls && Interlocked.Increment(ref _polledOn) <= ExamplesMax)
            _examples.Enqueue(call.Call);
        provider.Forget(call.Person);
    }

    private int Count(TestPerson person) => provider.OrdersOf(person).Sum(order => order.Polls.Count);

    private sealed record Watched(TestPerson Person, string Call, long At, int Polls = 0);
}
