using CallerAuth.Agents.Outbound;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>Somebody whom the company calls: a telephone that rings, a person with a script, and an app.</summary>
internal sealed class CalledPerson : IAsyncDisposable
{
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(60);
    private static int _numbers;

    private readonly World _world;
    private readonly ServiceUnderTest _service;
    private readonly string _number = $"+46701{Interlocked.Increment(ref _numbers):000000}";
    private readonly TaskCompletionSource<Caller> _rings = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BankIdApp _app;

    public CalledPerson(World world, ServiceUnderTest service, TestPerson person, IReadOnlyList<AppAct> acts, CalleeAnswer answer, params Step[] steps)
    {
        (_world, _service) = (world, service);
        _app = new BankIdApp(person, acts, TimeSpan.FromSeconds(1), world.Simulator.Carrier.PhoneTime, (_, _) => Task.FromResult<string?>(null), _ => { });
        world.Simulator.Provider.Install(_app);
        world.Simulator.Carrier.Callees[_number] = new Callee(answer, call =>
        {
            var caller = new Caller(call, steps);
            call.Attach(caller.Notice);
            _rings.TrySetResult(caller);
        });
    }

    public OutboundCalls Desk => _service.Services.GetRequiredService<OutboundCalls>();

    public string Number => _number;

    /// <summary>As the carrier knows it, once it has been placed.</summary>
    public async Task<PhoneCall> RungAsync(CancellationToken cancellationToken) =>
        (await _rings.Task.WaitAsync(CallMax, _world.Simulator.Wall, cancellationToken)).Call;

    public Task<OutboundAnswer> OrderAsync(Line line, CancellationToken cancellationToken, string? eid = null, string? language = null, string? reason = null) =>
        Desk.PlaceAsync(new CallOrder(line.Number, _number, eid, language, reason, "system:test"), cancellationToken);

    public async Task<PhoneCall> EndedAsync(CancellationToken cancellationToken)
    {
        var call = await RungAsync(cancellationToken);
        await call.Completion.WaitAsync(CallMax, _world.Simulator.Wall, cancellationToken);
        return call;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
