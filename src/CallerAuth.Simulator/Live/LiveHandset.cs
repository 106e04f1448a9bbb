using CallerAuth.Simulator.Provider;

namespace CallerAuth.Simulator.Live;

/// <summary>What a person does in the BankID app on the page.</summary>
internal enum AppTouch
{
    Open,
    Choose,
    Yes,
    Code,
    Decline,
}

/// <summary>
/// The handset on the page: the BankID app of whoever is asked. The Norwegian app shows three pairs of words, of which one is right; the
/// Swedish one asks whether the person is on the phone with the company, then for the security code.
/// </summary>
internal sealed class LiveHandset(OpenIdProvider provider, Pulse pulse) : IDisposable
{
    private readonly Lock _gate = new();
    private Order? _order;
    private bool _opened;
    private string? _chosen;
    private ITimer? _expiry;

    public void Ring(Order order)
    {
        lock (_gate)
        {
            _order = order;
            _opened = false;
            _chosen = null;
            _expiry?.Dispose();
            _expiry = provider.Time.CreateTimer(_ => pulse.Beat(), null, order.ExpiresAt - provider.Time.GetUtcNow() + TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        }

        _ = order.Ended.ContinueWith(_ => pulse.Beat(), TaskScheduler.Default);
        pulse.Beat();
    }

    public void Touch(AppTouch touch, string words)
    {
        lock (_gate)
        {
            if (_order is not { } order)
                return;
            if (touch == AppTouch.Open)
                _opened = true;
            if (touch == AppTouch.Choose)
                _chosen = words;
            if (Next(order, touch, words) is { } next)
                order.MoveTo(next);
        }

        pulse.Beat();
    }

    public HandsetView Show()
    {
        lock (_gate)
        {
            if (_order is not { } order)
                return new HandsetView("idle", null, false, null, null, [], null, null);
            return new HandsetView(
                order.StatusAt(provider.Time.GetUtcNow()).ToString(),
                order.AuthReqId,
                _opened,
                order.Request.IsNorwegian ? "no" : "se",
                order.Person.Name,
                order.ShownWords,
                order.Request.BindingMessage,
                _chosen);
        }
    }

    public void Dispose() => _expiry?.Dispose();

    private static OrderStatus? Next(Order order, AppTouch touch, string words) => (order.Request.IsNorwegian, touch) switch
    {
        (_, AppTouch.Decline) => OrderStatus.Declined,
        (true, AppTouch.Choose) => words == order.Words ? OrderStatus.Approved : OrderStatus.Declined,
        (false, AppTouch.Open) => OrderStatus.AwaitingAcknowledgement,
        (false, AppTouch.Yes) => OrderStatus.AwaitingIdentification,
        (false, AppTouch.Code) => OrderStatus.Approved,
        _ => null,
    };
}
