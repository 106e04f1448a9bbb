using CallerAuth.Simulator;
using CallerAuth.Simulator.Listening;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

/// <summary>A simulator with one phone number that points at a service with fixed answers.</summary>
internal sealed class PhoneLine : IAsyncDisposable
{
    public const string Number = "+4721000000";
    public const string CallerNumber = "+4790000001";

    private PhoneLine(SimulatorHost simulator, TwimlServer service)
    {
        Simulator = simulator;
        Service = service;
    }

    public SimulatorHost Simulator { get; }

    public TwimlServer Service { get; }

    public static async Task<PhoneLine> OpenAsync(TimeSpan? requestTimeout = null, bool withFallback = false, Studio? studio = null)
    {
        // Fast phones: five seconds of waiting for a key are a twentieth of a second here.
        var options = new SimulatorOptions { ClientKey = TestKeys.Client, Speed = 100, RequestTimeout = requestTimeout ?? TimeSpan.FromSeconds(15), Studio = studio };
        var simulator = await SimulatorHost.StartAsync(options, TimeProvider.System, () => 0.5, TestContext.Current.CancellationToken);
        var service = await TwimlServer.StartAsync();
        service.On("/status", "");
        simulator.Carrier.Own(new PhoneNumber(
            Number,
            new Uri(service.BaseUrl, "/voice"),
            new Uri(service.BaseUrl, "/status"),
            withFallback ? new Uri(service.BaseUrl, "/fallback") : null));
        return new PhoneLine(simulator, service);
    }

    public PhoneCall Dial(params Step[] steps) => Simulator.Carrier.Dial(CallerNumber, Number, call => call.Attach(new Caller(call, steps).Notice));

    /// <summary>Calls and waits for the end.</summary>
    public async Task<PhoneCall> CallAsync(params Step[] steps)
    {
        var call = Dial(steps);
        await call.Completion.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        return call;
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        await Service.DisposeAsync();
    }
}
