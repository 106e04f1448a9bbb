using System.Collections.Concurrent;

namespace CallerAuth.Simulator.Provider;

/// <summary>
/// An OpenID provider in Idura's dialect of CIBA: it takes orders, hands them to the BankID app of the person,
/// and answers polls. It keeps count of what a well-behaved client never does.
/// </summary>
internal sealed class OpenIdProvider(ProviderOptions options, TimeProvider time, Func<double> chance) : IDisposable
{
    // CIBA Core 7.3: what a client assumes when no interval is given.
    private const int DefaultIntervalSeconds = 5;
    private const int WordPairsShown = 3;
    private const int WordDrawsMax = 10;

    // A timer may fire a hair before its time; a client that waits the interval is not to be blamed for it.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Order> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestPerson> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BankIdApp> _apps = new(StringComparer.Ordinal);
    private readonly Lock _startGate = new();
    private readonly Dictionary<string, List<Order>> _ordersOfPerson = new(StringComparer.Ordinal);
    private int _earlyPolls;
    private int _overlappingPolls;
    private int _pollsAfterEnd;
    private int _pollsAfterLostEnd;
    private int _unknownPolls;
    private int _polls;
    private int _collidingOrders;
    private int _collisionsAfterLostStart;

    public ProviderOptions Options { get; set; } = options;

    public TimeProvider Time { get; } = time;

    public ProviderFaults Faults { get; } = new();

    public IdTokenIssuer Tokens { get; } = new();

    public ClientAuthenticator Clients { get; } = new(time);

    public Notifier Notifier { get; } = new();

    /// <summary>Rings for whoever has no app of their own.</summary>
    public Action<Order>? AnyOtherApp { get; set; }

    public IReadOnlyCollection<Order> Orders => [.. _orders.Values];

    public int Polls => Volatile.Read(ref _polls);

    /// <summary>Polls of an order that was never taken, or is forgotten.</summary>
    public int UnknownPolls => Volatile.Read(ref _unknownPolls);

    /// <summary>Polls sooner than the interval after the answer of the poll before. A <c>slow_down</c> that never reached the client is not held against it.</summary>
    public int EarlyPolls => Volatile.Read(ref _earlyPolls);

    /// <summary>Polls sent while another of the same order had no answer yet.</summary>
    public int OverlappingPolls => Volatile.Read(ref _overlappingPolls);

    /// <summary>Polls of an order whose end had been answered already.</summary>
    public int PollsAfterEnd => Volatile.Read(ref _pollsAfterEnd);

    /// <summary>Polls of an order whose end had been answered, where that answer never reached the client: it is right to ask again.</summary>
    public int PollsAfterLostEnd => Volatile.Read(ref _pollsAfterLostEnd);

    /// <summary>Swedish orders that met another one of the same person; both were cancelled.</summary>
    public int CollidingOrders => Volatile.Read(ref _collidingOrders);

    /// <summary>The same where the client never heard that the first order was taken.</summary>
    public int CollisionsAfterLostStart => Volatile.Read(ref _collisionsAfterLostStart);

    /// <summary>Makes a person known, who then has a name.</summary>
    public void Introduce(TestPerson person) => _people[person.NationalId] = person;

    /// <summary>Gives a person a handset; a later app of the same person takes the earlier one's place.</summary>
    public void Install(BankIdApp app)
    {
        _people[app.Person.NationalId] = app.Person;
        _apps[app.Person.NationalId] = app;
    }

    public IReadOnlyList<Order> OrdersOf(TestPerson person)
    {
        lock (_startGate)
            return _ordersOfPerson.TryGetValue(person.NationalId, out var orders) ? [.. orders] : [];
    }

    /// <summary>Lets go of a person with handset and orders, as when there are too many to remember them all.</summary>
    public void Forget(TestPerson person)
    {
        lock (_startGate)
        {
            _people.TryRemove(person.NationalId, out _);
            _apps.TryRemove(person.NationalId, out _);
            Faults.OfPerson.TryRemove(person.NationalId, out _);
            if (!_ordersOfPerson.Remove(person.NationalId, out var orders))
                return;
            foreach (var order in orders)
                _orders.TryRemove(order.AuthReqId, out _);
        }
    }

    /// <summary>Takes an order (CIBA Core 7.3), or refuses it.</summary>
    public (Order? Order, ProtocolError? Error) Start(RegisteredClient client, StartRequest request)
    {
        lock (_startGate)
        {
            if (!_ordersOfPerson.TryGetValue(request.NationalId, out var earlier))
                _ordersOfPerson[request.NationalId] = earlier = [];
            var now = Time.GetUtcNow();
            if (!request.IsNorwegian && earlier.FirstOrDefault(order => order.StatusAt(now) < OrderStatus.Approved) is { } running)
            {
                // BankID answers alreadyInProgress and cancels the running order too.
                if (running.StartWasLost)
                    Interlocked.Increment(ref _collisionsAfterLostStart);
                else
                    Interlocked.Increment(ref _collidingOrders);
                running.MoveTo(OrderStatus.Declined);
                return (null, ProtocolError.InvalidRequest("already in progress"));
            }

            var order = NewOrder(client, request, now, earlier);
            earlier.Add(order);
            _orders[order.AuthReqId] = order;
            if (client.NotificationEndpoint is { } endpoint)
                _ = Notifier.NotifyAsync(order, endpoint, request.NotificationToken!);
            if (!(_apps.TryGetValue(request.NationalId, out var app) && app.Ring(order)))
                AnyOtherApp?.Invoke(order);
            return (order, null);
        }
    }

    /// <summary>Finds the order and notes that a poll of it begins; the poll must be ended by <see cref="EndPoll"/>.</summary>
    public Order? BeginPoll(string clientId, string authReqId, out bool tooEarly)
    {
        tooEarly = false;
        if (!_orders.TryGetValue(authReqId, out var order) || order.ClientId != clientId)
        {
            Interlocked.Increment(ref _unknownPolls);
            return null;
        }

        Interlocked.Increment(ref _polls);
        lock (order.Polls.Gate)
        {
            order.Polls.Count++;
            if (order.Polls.Running++ > 0)
                Interlocked.Increment(ref _overlappingPolls);
            if (order.Polls.EndWasLost)
                Interlocked.Increment(ref _pollsAfterLostEnd);
            else if (order.Polls.EndWasAnswered)
                Interlocked.Increment(ref _pollsAfterEnd);
            tooEarly = !order.Polls.WasNotified && order.Polls.LastAnsweredAt is { } last && Time.GetUtcNow() - last < order.Interval - TimerSlack;
            if (tooEarly && Time.GetUtcNow() - order.Polls.LastAnsweredAt < (order.Polls.HeardInterval ?? order.Interval) - TimerSlack)
                Interlocked.Increment(ref _earlyPolls);
            return order;
        }
    }

    /// <param name="order">The order that was polled.</param>
    /// <param name="lost">The answer did not reach the client.</param>
    public void EndPoll(Order order, bool lost = false)
    {
        lock (order.Polls.Gate)
        {
            if (!lost)
                order.Polls.HeardInterval = null;
            // Of two answers that told the end one is enough.
            if (order.Polls.EndWasAnswered && order.Polls.Running == 1)
                order.Polls.EndWasLost = lost;
            order.Polls.Running--;
            order.Polls.LastAnsweredAt = Time.GetUtcNow();
        }
    }

    /// <summary>What a poll is told (CIBA Core 11), in Idura's words; null when tokens may be given.</summary>
    public ProtocolError? AnswerPoll(Order order, bool tooEarly)
    {
        lock (order.Polls.Gate)
        {
            if (order.Polls.EndWasAnswered)
                return ProtocolError.AtPoll("invalid_grant", "auth_req_id is not valid any more");
            if (tooEarly || Faults.TakeSlowDown())
            {
                order.Polls.HeardInterval ??= order.Interval;
                order.Interval += SlowDownStep;
                return ProtocolError.AtPoll("slow_down", "polling too fast");
            }

            var status = order.StatusAt(Time.GetUtcNow());
            order.WasSeenAs(status);
            order.Polls.EndWasAnswered = status >= OrderStatus.Approved;
            return status switch
            {
                OrderStatus.Approved => null,
                OrderStatus.Declined => ProtocolError.AtPoll("access_denied", "user declined"),
                OrderStatus.Expired => ProtocolError.AtPoll("expired_token", "the request has expired"),
                _ => ProtocolError.AtPoll("authorization_pending", PendingText(order, status)),
            };
        }
    }

    public void Dispose()
    {
        Notifier.Dispose();
        Tokens.Dispose();
    }

    private Order NewOrder(RegisteredClient client, StartRequest request, DateTimeOffset now, IReadOnlyList<Order> earlier)
    {
        var shown = request.IsNorwegian ? DrawWords(earlier) : [];
        var expiry = Faults.OfPerson.GetValueOrDefault(request.NationalId)?.ExpirySeconds ?? Faults.ExpirySeconds ?? (request.IsNorwegian ? Options.NorwegianExpirySeconds : Options.SwedishExpirySeconds);
        return new Order(
            Guid.NewGuid().ToString(),
            client.ClientId,
            PersonWith(request.NationalId),
            request,
            now.AddSeconds(expiry),
            TimeSpan.FromSeconds(Options.IntervalSeconds ?? DefaultIntervalSeconds))
        {
            Words = shown.Count > 0 ? shown[Math.Min((int)(chance() * shown.Count), shown.Count - 1)] : null,
            ShownWords = shown,
        };
    }

    private static string PendingText(Order order, OrderStatus status) => (order.Request.IsNorwegian, status) switch
    {
        (true, _) => "User has not yet granted authorization",
        (_, OrderStatus.AwaitingFirstInteraction) => "awaiting first user interaction",
        (_, OrderStatus.AwaitingAcknowledgement) => "awaiting user request acknowledgement",
        _ => "awaiting user identification",
    };

    // A person who tries again is not shown the words of last time, so what was heard then cannot be chosen now.
    private IReadOnlyList<string> DrawWords(IReadOnlyList<Order> earlier)
    {
        var read = earlier.Select(order => order.Words).ToHashSet();
        IReadOnlyList<string> shown;
        var draws = 0;
        do
        {
            shown = WordPairs.Draw(WordPairsShown, chance);
        }
        while (shown.Any(read.Contains) && ++draws < WordDrawsMax);
        return shown;
    }

    private TestPerson PersonWith(string nationalId) => _people.GetOrAdd(nationalId, static number => new TestPerson(number, "Kim", "Testperson"));
}
