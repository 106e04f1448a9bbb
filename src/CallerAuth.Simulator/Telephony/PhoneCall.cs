using CallerAuth.Simulator.Listening;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Who speaks with whom on a leg: the caller's own, or the agent's that a Dial makes (then it has a parent).</summary>
internal sealed record Parties(string From, string To, string Direction, string? ParentCallSid = null);

/// <summary>
/// One leg of a call at Twilio: asks the service what to do, does it, and asks again. The person on it can press keys and
/// hang up; the REST API can send it elsewhere.
/// </summary>
internal sealed class PhoneCall(Carrier carrier, Parties parties, Transcript transcript, Who hears = Who.Service, Pace? pace = null)
{
    private const string ApiVersion = "2010-04-01";

    private readonly Lock _gate = new();
    private readonly List<AgentOffer> _offers = [];
    private readonly List<Alert> _alerts = [];
    private readonly List<Action<Moment>> _ears = [];
    private readonly List<DateTimeOffset> _redirects = [];
    private CancellationTokenSource? _verb;
    private Next? _redirect;
    private KeyPresses? _listening;
    private bool _hungUp;
    private Documents? _documents;

    public Carrier Carrier { get; } = carrier;

    public Parties Parties { get; } = parties;

    public Transcript Transcript { get; } = transcript;

    /// <summary>In whose line of the transcript the service's words stand: what an agent hears is not said to the caller.</summary>
    public Who Hears { get; } = hears;

    public Pace Pace { get; } = pace ?? carrier.Pace;

    public string Sid { get; } = $"CA{Guid.NewGuid():N}";

    /// <summary>What is heard on this leg.</summary>
    public Tape Tape { get; } = new(carrier.Wall, (pace ?? carrier.Pace).Time, carrier.Options.KeepsHistory);

    /// <summary>Twilio's CallStatus.</summary>
    public string Status { get; private set; } = "ringing";

    public DateTimeOffset StartedAt { get; } = carrier.Wall.GetUtcNow();

    /// <summary>The longest that the service let Twilio wait for an answer.</summary>
    public TimeSpan SlowestAnswer { get; private set; }

    /// <summary>Who put the receiver down; the service when it hung up or had nothing more to say.</summary>
    public Who? EndedBy { get; private set; }

    /// <summary>Completes when the call has ended and its status callback was answered.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public IReadOnlyList<AgentOffer> Offers
    {
        get
        {
            lock (_gate)
                return [.. _offers];
        }
    }

    public IReadOnlyList<Alert> Alerts
    {
        get
        {
            lock (_gate)
                return [.. _alerts];
        }
    }

    /// <summary>When the REST API sent the call elsewhere.</summary>
    public IReadOnlyList<DateTimeOffset> Redirects
    {
        get
        {
            lock (_gate)
                return [.. _redirects];
        }
    }

    /// <summary>The queue or workflow that the caller waits in.</summary>
    public AgentOffer? WaitsFor { get; set; }

    /// <summary>A question is open: keys are heard.</summary>
    public bool IsListening
    {
        get
        {
            lock (_gate)
                return _listening is not null;
        }
    }

    public bool IsInProgress
    {
        get
        {
            lock (_gate)
                return Status == "in-progress" && !_hungUp;
        }
    }

    /// <summary>Nobody has picked up yet, and it still rings.</summary>
    public bool IsRinging
    {
        get
        {
            lock (_gate)
                return Status == "ringing" && !_hungUp;
        }
    }

    /// <summary>What the service answers on this leg.</summary>
    public Documents Documents => _documents ??= new Documents(this, fallback: null);

    /// <param name="ringing">For a call that the company places: what comes before somebody picks up.</param>
    public void Begin(PhoneNumber number, Ringing? ringing, CancellationToken cancellationToken)
    {
        _documents = new Documents(this, number.FallbackUrl);
        Completion = new CallRun(this, number, ringing).LiveAsync(cancellationToken);
    }

    /// <summary>Presses keys; w waits half a second as in Twilio's own notation. Without a question open they are lost.</summary>
    public void Press(string keys)
    {
        var pause = keys.IndexOf('w', StringComparison.Ordinal);
        var now = pause < 0 ? keys : keys[..pause];
        KeyPresses? listening;
        lock (_gate)
            listening = _listening;
        if (now.Length > 0)
        {
            Tape.Press(now, heeded: listening is not null);
            Transcript.Add(Who.Caller, listening is null ? $"presses {Transcript.Masked(now)} (nobody listens)" : $"presses {Transcript.Masked(now)}");
        }

        foreach (var key in now)
            listening?.Offer(key);
        if (pause >= 0)
            Carrier.Later(TimeSpan.FromMilliseconds(500), () => Press(keys[(pause + 1)..]));
    }

    public void HangUp(Who by = Who.Caller)
    {
        CancellationTokenSource? verb;
        lock (_gate)
        {
            if (_hungUp || EndedBy is not null)
                return;
            _hungUp = true;
            EndedBy = by;
            verb = _verb;
        }

        Transcript.Add(by, "hangs up");
        Interrupt(verb);
    }

    /// <summary>Sends a live call to another document, as the REST API does; false when it has ended or was not answered yet.</summary>
    public bool Redirect(Next next)
    {
        CancellationTokenSource? verb;
        lock (_gate)
        {
            if (Status != "in-progress" || _hungUp)
                return false;
            _redirect = next;
            _redirects.Add(Carrier.Wall.GetUtcNow());
            verb = _verb;
        }

        Tape.Redirect();
        Interrupt(verb);
        return true;
    }

    /// <summary>Twilio's standard parameters with what the verb adds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters(IEnumerable<KeyValuePair<string, string>> added)
    {
        List<KeyValuePair<string, string>> all =
        [
            new("CallSid", Sid),
            new("AccountSid", Carrier.Options.AccountSid),
            new("From", Parties.From),
            new("To", Parties.To),
            new("Caller", Parties.From),
            new("Called", Parties.To),
            new("CallStatus", Status),
            new("ApiVersion", ApiVersion),
            new("Direction", Parties.Direction),
        ];
        if (Parties.ParentCallSid is { } parent)
            all.Add(new("ParentCallSid", parent));
        all.AddRange(added);
        return all;
    }

    /// <summary>Lets somebody listen, from before the call is answered. What they press at a moment is pressed in that moment.</summary>
    public void Attach(Action<Moment> ears) => _ears.Add(ears);

    public void Tell(Moment moment)
    {
        foreach (var ears in _ears)
            ears(moment);
    }

    public void Offer(AgentOffer offer)
    {
        lock (_gate)
            _offers.Add(offer);
    }

    public void Waited(TimeSpan took)
    {
        lock (_gate)
            SlowestAnswer = took > SlowestAnswer ? took : SlowestAnswer;
        Tape.Wait(took);
    }

    public void Listen(KeyPresses? keys)
    {
        lock (_gate)
            _listening = keys;
    }

    /// <summary>Lets time pass on the line.</summary>
    public Task PassAsync(TimeSpan length, CancellationToken cancellationToken) => PassAsync(length, "", clip: null, cancellationToken);

    public Task PassAsync(TimeSpan length, string what, Clip? clip, CancellationToken cancellationToken) =>
        HearAsync(length, what, clip, () => Pace.PassAsync(length, cancellationToken));

    /// <summary>Lets something be heard on the line for as long as it takes.</summary>
    public async Task HearAsync(TimeSpan length, string what, Clip? clip, Func<Task> passAsync)
    {
        var piece = Tape.Begin(length, what, clip);
        try
        {
            await passAsync();
            Tape.End(piece);
        }
        finally
        {
            // Without effect where it was heard to its end.
            Tape.Cut(piece);
        }
    }

    /// <summary>The ringing leg is answered, unless the person on it gave up before.</summary>
    public void Answer()
    {
        lock (_gate)
        {
            if (Status == "ringing" && !_hungUp)
                Status = "in-progress";
        }
    }

    /// <summary>Makes a verb the one that is interrupted from now on; false when it must not begin any more.</summary>
    public bool TryBegin(CancellationTokenSource verb)
    {
        lock (_gate)
        {
            if (_hungUp || _redirect is not null)
                return false;
            _verb = verb;
            return true;
        }
    }

    /// <summary>The verb is over; true when the person has hung up.</summary>
    public bool EndVerb()
    {
        lock (_gate)
        {
            _verb = null;
            if (_hungUp)
                Status = "completed";
            return _hungUp;
        }
    }

    /// <summary>Where the REST API sent the call meanwhile.</summary>
    public Next? TakeRedirect()
    {
        lock (_gate)
        {
            var redirect = _hungUp ? null : _redirect;
            _redirect = null;
            return redirect;
        }
    }

    /// <summary>The call is over with this CallStatus; the service ended it unless somebody hung up.</summary>
    public void End(string status)
    {
        lock (_gate)
        {
            Status = status;
            EndedBy ??= Who.Service;
        }

        Transcript.Add(Who.Twilio, $"call {status}");
    }

    /// <summary>Writes an entry into Twilio's debugger.</summary>
    public void Raise(CallFault fault)
    {
        lock (_gate)
            _alerts.Add(new Alert(fault.Code, fault.Url, fault.Message));
        Transcript.Add(Who.Twilio, $"error {fault.Code}: {fault.Message}");
    }

    private static void Interrupt(CancellationTokenSource? verb)
    {
        try
        {
            verb?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The verb ended by itself in the same moment; the next one looks before it begins.
        }
    }
}
