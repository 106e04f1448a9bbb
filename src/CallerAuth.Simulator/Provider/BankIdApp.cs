namespace CallerAuth.Simulator.Provider;

/// <summary>What the person does when the app shows an order.</summary>
internal enum AppAct
{
    Approve,
    ChooseWrongWords,
    Decline,
    NotOnThePhone,
    Ignore,
}

/// <summary>Waits until one of the pairs shown in the app has been heard on the phone; null when the call ended before.</summary>
internal delegate Task<string?> ListenForWordsAsync(IReadOnlyList<string> shown, CancellationToken cancellationToken);

/// <summary>
/// The BankID app on one person's handset. Each order is met with the next act of the script, the last one repeated.
/// The Norwegian app is approved only with words that were heard on the phone.
/// </summary>
internal sealed class BankIdApp(TestPerson person, IReadOnlyList<AppAct> acts, TimeSpan delay, TimeProvider time, ListenForWordsAsync listen, Action<string> tell) : IAsyncDisposable
{
    private readonly CancellationTokenSource _switchedOff = new();
    private readonly TaskCompletionSource _firstOrder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<Task> _running = [];
    private int _orders;

    public TestPerson Person { get; } = person;

    /// <summary>The person leaves the app alone until then.</summary>
    public Task NotBefore { get; init; } = Task.CompletedTask;

    /// <summary>Completes when the first order has reached the handset.</summary>
    public Task FirstOrder => _firstOrder.Task;

    /// <returns>False when it is switched off.</returns>
    public bool Ring(Order order)
    {
        lock (_gate)
        {
            if (_switchedOff.IsCancellationRequested)
                return false;
            var act = acts.Count == 0 ? AppAct.Ignore : acts[Math.Min(_orders++, acts.Count - 1)];
            _firstOrder.TrySetResult();
            _running.Add(PlayAsync(order, act, _switchedOff.Token));
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_gate)
        {
            _switchedOff.Cancel();
            running = [.. _running];
        }

        await Task.WhenAll(running);
        _switchedOff.Dispose();
    }

    private async Task PlayAsync(Order order, AppAct act, CancellationToken cancellationToken)
    {
        try
        {
            // The start answer goes out first: the app never rings inside the request that made the order.
            await Task.Yield();
            tell(order.Request.IsNorwegian ? $"shows {string.Join(" / ", order.ShownWords)}" : $"shows “{order.Request.BindingMessage}”");
            if (act == AppAct.Ignore)
                return;
            await NotBefore.WaitAsync(cancellationToken);
            await Task.Delay(delay, time, cancellationToken);
            if (order.Request.IsNorwegian)
                await ChooseWordsAsync(order, act, cancellationToken);
            else
                await AnswerStepByStepAsync(order, act, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            tell("is switched off");
        }
    }

    private async Task ChooseWordsAsync(Order order, AppAct act, CancellationToken cancellationToken)
    {
        if (act is AppAct.Decline or AppAct.NotOnThePhone)
        {
            End(order, OrderStatus.Declined, "“No, it's not me” pressed");
            return;
        }

        var heard = await listen(order.ShownWords, cancellationToken);
        if (heard is null)
            return;
        var chosen = act == AppAct.ChooseWrongWords ? order.ShownWords.First(pair => pair != heard) : heard;
        End(order, chosen == order.Words ? OrderStatus.Approved : OrderStatus.Declined, $"“{chosen}” chosen");
    }

    private async Task AnswerStepByStepAsync(Order order, AppAct act, CancellationToken cancellationToken)
    {
        await order.SeenAsAsync(OrderStatus.AwaitingFirstInteraction, cancellationToken);
        if (!order.MoveTo(OrderStatus.AwaitingAcknowledgement))
            return;
        tell("asks whether you are on the phone with them");
        await order.SeenAsAsync(OrderStatus.AwaitingAcknowledgement, cancellationToken);
        if (act == AppAct.NotOnThePhone)
        {
            End(order, OrderStatus.Declined, "“No” pressed");
            return;
        }

        if (!order.MoveTo(OrderStatus.AwaitingIdentification))
            return;
        tell("“Yes” pressed, asks for the security code");
        await order.SeenAsAsync(OrderStatus.AwaitingIdentification, cancellationToken);
        await Task.Delay(delay, time, cancellationToken);
        if (act == AppAct.Approve)
            End(order, OrderStatus.Approved, "security code entered");
        else
            End(order, OrderStatus.Declined, "“Cancel” pressed");
    }

    private void End(Order order, OrderStatus status, string what)
    {
        if (order.MoveTo(status))
            tell(what);
    }
}
