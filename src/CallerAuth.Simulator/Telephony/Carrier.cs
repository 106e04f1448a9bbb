using System.Collections.Concurrent;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Twilio, as far as phones are concerned: the account's numbers, its calls, and the clock they live by.</summary>
internal sealed class Carrier : IAsyncDisposable
{
    // Enough to see how a call came to its end.
    private const int LastLines = 60;

    private readonly ConcurrentDictionary<string, PhoneNumber> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PhoneCall> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PhoneNumber> _agentNumbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConferenceRoom> _conferences = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    public Carrier(CarrierOptions options, TimeProvider wall)
    {
        Options = options;
        Wall = wall;
        PhoneTime = new ScaledTime(wall, options.Speed);
        Pace = new Pace(PhoneTime);
        Webhooks = new Webhooks(options, Faults, wall);
        Audio = new AudioCache(Webhooks, wall);
    }

    public CarrierOptions Options { get; }

    public CarrierFaults Faults { get; } = new();

    public Agents Agents { get; } = new();

    public Callees Callees { get; } = new();

    public Tasks Tasks { get; } = new();

    public TimeProvider Wall { get; }

    public TimeProvider PhoneTime { get; }

    /// <summary>The pace of scripted calls.</summary>
    public Pace Pace { get; }

    public Webhooks Webhooks { get; }

    public AudioCache Audio { get; }

    public CancellationToken Stopping => _stopping.Token;

    public IReadOnlyCollection<PhoneNumber> Numbers => [.. _numbers.Values];

    public IReadOnlyCollection<PhoneCall> Calls => [.. _calls.Values];

    /// <summary>Sets a number's URLs.</summary>
    public void Own(PhoneNumber number) => _numbers[number.Number] = number;

    /// <summary>Sets a number that agents call to take callers from a queue.</summary>
    public void OwnForAgents(string queue, PhoneNumber number)
    {
        Own(number);
        _agentNumbers[queue] = number;
    }

    /// <summary>Null where agents take callers straight from Twilio's queue.</summary>
    public PhoneNumber? AgentNumberOf(string queue) => _agentNumbers.GetValueOrDefault(queue);

    public ConferenceRoom? FindConference(string name) => _conferences.GetValueOrDefault(name);

    public ConferenceRoom? ConferenceOf(string sid) => _conferences.Values.FirstOrDefault(room => room.Sid == sid);

    public ConferenceRoom Conference(string name) => _conferences.GetOrAdd(name, _ => new ConferenceRoom());

    /// <summary>Dials one of the account's numbers. The caller's ears are attached before it rings. An agent's call is told in the transcript of the one they serve.</summary>
    public PhoneCall Dial(string from, string to, Action<PhoneCall>? beforeItRings = null, Transcript? told = null, Pace? pace = null)
    {
        var number = _numbers[to];
        var call = new PhoneCall(
            this,
            new Parties(from, to, "inbound"),
            told ?? NewTranscript($"{from} calls {to} (phone time ×{Options.Speed:0.##})"),
            told is null ? Who.Service : Who.Agent,
            pace);
        beforeItRings?.Invoke(call);
        _calls[call.Sid] = call;
        call.Begin(number, ringing: null, Stopping);
        return call;
    }

    /// <summary>Rings somebody's telephone on behalf of the account, from one of its numbers.</summary>
    public PhoneCall Place(string to, PhoneNumber from, TimeSpan timeout, bool detectsMachines)
    {
        var callee = Callees[to];
        var call = new PhoneCall(
            this, new Parties(from.Number, to, "outbound-api"), NewTranscript($"{from.Number} calls {to} (phone time ×{Options.Speed:0.##})"));
        callee.Rings?.Invoke(call);
        _calls[call.Sid] = call;
        call.Begin(from, new Ringing(callee.Answer, timeout, detectsMachines), Stopping);
        return call;
    }

    /// <summary>Lets go of a call that has ended, as when there are too many to remember them all.</summary>
    public void Forget(PhoneCall call)
    {
        _calls.TryRemove(call.Sid, out _);
        Tasks.ForgetOfCall(call.Sid);
    }

    /// <summary>Somebody has left. Where nothing is remembered an empty conference is let go: each caller who meets an agent has one of their own.</summary>
    public void LeaveConference(string name)
    {
        if (!Options.KeepsHistory && _conferences.TryGetValue(name, out var room) && room.IsEmpty)
            _conferences.TryRemove(name, out _);
    }

    public PhoneCall? Find(string callSid) => _calls.GetValueOrDefault(callSid);

    /// <summary>Does something after a while of phone time.</summary>
    public void Later(TimeSpan delay, Action action) => _ = LaterAsync(delay, action, Stopping);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_calls.Values.Select(call => call.Completion));
        Webhooks.Dispose();
        _stopping.Dispose();
    }

    private Transcript NewTranscript(string title) => new(Wall, title, Options.KeepsHistory ? int.MaxValue : LastLines);

    private async Task LaterAsync(TimeSpan delay, Action action, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, PhoneTime, cancellationToken);
            action();
        }
        catch (OperationCanceledException)
        {
            // The carrier closed before the key was pressed.
        }
    }
}
