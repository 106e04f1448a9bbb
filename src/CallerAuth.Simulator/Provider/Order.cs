namespace CallerAuth.Simulator.Provider;

/// <summary>Where an order stands; the first three are the steps Idura tells apart for Swedish BankID.</summary>
internal enum OrderStatus
{
    AwaitingFirstInteraction,
    AwaitingAcknowledgement,
    AwaitingIdentification,
    Approved,
    Declined,
    Expired,
}

/// <summary>
/// One authentication that a person was asked for: what the app shows, and what a poll is answered.
/// Once approved, declined or expired it stays so.
/// </summary>
internal sealed class Order(string authReqId, string clientId, TestPerson person, StartRequest request, DateTimeOffset expiresAt, TimeSpan interval)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<OrderStatus, TaskCompletionSource> _seen = [];
    private OrderStatus _status;

    public string AuthReqId { get; } = authReqId;

    public string ClientId { get; } = clientId;

    public TestPerson Person { get; } = person;

    public StartRequest Request { get; } = request;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Grows by five seconds for good with each <c>slow_down</c> (CIBA Core 11).</summary>
    public TimeSpan Interval { get; set; } = interval;

    /// <summary>Norway: the pair the company must read aloud.</summary>
    public string? Words { get; init; }

    /// <summary>Norway: the three pairs in the app, of which one is right.</summary>
    public IReadOnlyList<string> ShownWords { get; init; } = [];

    /// <summary>The client never heard that the order was taken.</summary>
    public bool StartWasLost { get; set; }

    /// <summary>Serialises the bookkeeping of polls; one order is polled by one worker at a time.</summary>
    public PollRecord Polls { get; } = new();

    /// <summary>Completes when nothing more can happen to the order.</summary>
    public Task Ended => _ended.Task;

    public OrderStatus StatusAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_status < OrderStatus.Approved && now >= ExpiresAt)
                Become(OrderStatus.Expired);
            return _status;
        }
    }

    /// <summary>Moves the order on; an order that has ended does not move again.</summary>
    public bool MoveTo(OrderStatus status)
    {
        lock (_gate)
        {
            if (_status >= OrderStatus.Approved)
                return false;
            Become(status);
            return true;
        }
    }

    /// <summary>A poll was answered with this status: the client has seen it.</summary>
    public void WasSeenAs(OrderStatus status) => Seen(status).TrySetResult();

    /// <summary>Completes when a poll has been answered with this status, or the order has ended.</summary>
    public Task SeenAsAsync(OrderStatus status, CancellationToken cancellationToken) => Task.WhenAny(Seen(status).Task, Ended).WaitAsync(cancellationToken);

    private TaskCompletionSource Seen(OrderStatus status)
    {
        lock (_gate)
        {
            if (!_seen.TryGetValue(status, out var seen))
                _seen[status] = seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return seen;
        }
    }

    private void Become(OrderStatus status)
    {
        _status = status;
        if (status >= OrderStatus.Approved)
            _ended.TrySetResult();
    }
}

/// <summary>When an order was polled, so that a poll too early, beside another or after the end is seen.</summary>
internal sealed class PollRecord
{
    public Lock Gate { get; } = new();

    public int Running { get; set; }

    public DateTimeOffset? LastAnsweredAt { get; set; }

    /// <summary>The interval that the client knows of, while a longer one has not reached it.</summary>
    public TimeSpan? HeardInterval { get; set; }

    public bool EndWasAnswered { get; set; }

    /// <summary>The client was told that there is an answer, so it may ask at once (CIBA Core 10.1).</summary>
    public bool WasNotified { get; set; }

    /// <summary>The answer that told the end did not reach the client, which cannot but ask again.</summary>
    public bool EndWasLost { get; set; }

    public int Count { get; set; }
}
