using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Store;
using CallerAuth.Simulator.Telephony;
using CallerAuth.Simulator.Wire;

namespace CallerAuth.Simulator.Live;

/// <summary>
/// The room behind the page: a telephone, a handset with the BankID app and an agent's screen, played by whoever sits there. The calls in
/// it run through the same carrier and provider as scripted ones; every page that is open shows the same room.
/// </summary>
internal sealed class LiveRoom : IDisposable
{
    private readonly SimulatorHost _simulator;
    private readonly Lock _gate = new();
    private int _calls;

    public LiveRoom(SimulatorHost simulator, WireLog wire, Pulse pulse, StoreCable? cable)
    {
        _simulator = simulator;
        Wire = wire;
        Pulse = pulse;
        Telephone = new LiveTelephone(pulse);
        Handset = new LiveHandset(simulator.Provider, pulse);
        Trouble = new Trouble(simulator, cable);
    }

    /// <summary>Made-up people with test numbers, who may ring.</summary>
    public static IReadOnlyList<TestPerson> People { get; } =
        [.. Enumerable.Range(0, 4).Select(Scenarios.People.Norwegian), Scenarios.People.Astrid, Scenarios.People.Bengt, Scenarios.People.Cecilia, Scenarios.People.Doris];

    public WireLog Wire { get; }

    public Pulse Pulse { get; }

    public LiveTelephone Telephone { get; }

    public LiveHandset Handset { get; }

    public Trouble Trouble { get; }

    /// <summary>How much faster than life calls from the page go; people want 1, tests less patience.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>Somebody looks: from now on the wire is kept, and apps that nobody else plays ring here.</summary>
    public void Open()
    {
        lock (_gate)
        {
            if (Wire.IsOn)
                return;
            Wire.IsOn = true;
            foreach (var person in People)
                _simulator.Provider.Introduce(person);
            _simulator.Provider.AnyOtherApp = Handset.Ring;
        }
    }

    /// <returns>False when the line or the person is not known.</returns>
    public bool Ring(string number, string nationalId)
    {
        if (Line.All.FirstOrDefault(line => line.Number == number) is not { } line || People.FirstOrDefault(person => person.NationalId == nationalId) is not { } person)
            return false;
        lock (_gate)
        {
            Telephone.Call?.Phone.HangUp();
            var pace = new LivePace(new ScaledTime(_simulator.Wall, Speed), Telephone);
            var from = person.IsNorwegian ? $"+4790{++_calls:000000}" : $"+4670{++_calls:0000000}";
            _simulator.Carrier.Dial(from, number, phone => Telephone.Take(new LiveCall(phone, line, person, pace)), pace: pace);
        }

        return true;
    }

    public void HangUp(bool byTheLine)
    {
        if (Telephone.Call is { } call)
            call.Phone.HangUp(byTheLine ? Who.Twilio : Who.Caller);
        Pulse.Beat();
    }

    public RoomView Show() => new(Telephone.Show(), Handset.Show(), ShowAgent(), Trouble.Show());

    /// <summary>A webhook about the call, signed by somebody who does not have the account's token.</summary>
    public async Task ForgeAsync(CancellationToken cancellationToken)
    {
        var carrier = _simulator.Carrier;
        using var forger = new Webhooks(carrier.Options with { AuthToken = "not-the-account" }, new CarrierFaults(), _simulator.Wall) { Tap = carrier.Webhooks.Tap };
        var number = carrier.Numbers.First(number => number.Number == Line.Nordlys.Number);
        var sid = Telephone.Call?.Phone.Sid ?? $"CA{Guid.NewGuid():N}";
        try
        {
            await forger.SendAsync(HttpMethod.Post, number.VoiceUrl, [new("CallSid", sid), new("From", "+4790000000"), new("To", number.Number), new("CallStatus", "in-progress")], cancellationToken);
        }
        catch (CallFault)
        {
            // No answer; the wire shows it.
        }
    }

    public void Dispose() => Handset.Dispose();

    private AgentView ShowAgent()
    {
        if (Telephone.Call is not { } call)
            return new AgentView("idle", null, null, null, "");
        if (call.Phone.WaitsFor is { } queue && call.Phone.EndedBy is null)
            return new AgentView("queued", queue.Kind.ToString(), queue.Address, null, "");
        if (call.Phone.Offers is not [.., var offer])
            return new AgentView("idle", null, null, null, "");
        var status = call.Pace.IsTalking ? "talking" : call.Phone.EndedBy is not null || offer.Answered ? "over" : "ringing";
        return new AgentView(status, offer.Kind.ToString(), offer.Address, offer.CallerVerification, offer.Whisper);
    }
}
