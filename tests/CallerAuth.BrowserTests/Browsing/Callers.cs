using CallerAuth.IntegrationTests.Service;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;

namespace CallerAuth.BrowserTests.Browsing;

/// <summary>Calls as far as a test needs them to have come.</summary>
internal static class Callers
{
    public static async Task<HandPlayedCall> RingAsync(ServiceUnderTest service, Line line, CancellationToken cancellationToken)
    {
        var call = service.Call(line);
        await call.RingAsync(cancellationToken);
        return call;
    }

    /// <summary>A caller whose app has been asked.</summary>
    public static async Task<HandPlayedCall> AskedAsync(ServiceUnderTest service, Line line, TestPerson person, CancellationToken cancellationToken)
    {
        var call = await RingAsync(service, line, cancellationToken);
        await call.PressAsync(person.NationalId, cancellationToken);
        await call.UntilAskedInAppAsync(cancellationToken);
        return call;
    }

    /// <summary>A caller who pressed 0 and is on the way to an agent as nobody in particular.</summary>
    public static async Task<HandPlayedCall> SkippedAsync(ServiceUnderTest service, Line line, CancellationToken cancellationToken)
    {
        var call = await RingAsync(service, line, cancellationToken);
        await call.PressAsync("0", cancellationToken);
        return call;
    }

    public static Order OrderOf(this World world, TestPerson person) => world.Simulator.Provider.Orders.Last(order => order.Person.NationalId == person.NationalId);

    public static async Task<Order> UntilOrderedAsync(this World world, TestPerson person, CancellationToken cancellationToken)
    {
        while (world.Simulator.Provider.Orders.All(order => order.Person.NationalId != person.NationalId))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        return world.OrderOf(person);
    }
}
