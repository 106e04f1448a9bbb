using System.Globalization;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Who speaks with whom on a leg: the caller's own, or the agent's that a Dial makes (then it has a parent).</summary>
internal sealed record Parties(string From, string To, string Direction, string? ParentCallSid = null);

/// <summary>
/// One leg of a call at Twilio: asks the service what to do, does it, and asks again. The person on it can press keys and
/// hang up; the REST API can send it elsewhere.
/// </summary>
internal sealed class PhoneCall(Carrier carrier, Parties parties, Transcript transcript, Who hears = Who.Service)
{
    private const string ApiVersion = "2010-04-01";

    // Bounds of ours, so that a service that loops is found and not waited for.
    private const int DocumentsMax = 1000;
    private const int SilentDocumentsMax = 10;

    // What a reader of a transcript wants to see of a webhook.
    private static readonly string[] ShownParameters = ["Digits", "FinishedOnKey", "QueueResult", "DialCallStatus", "ErrorCode"];

    private readonly Lock _gate = new();
    private readonly List<AgentOffer> _offers = [];
    private readonly List<Alert> _alerts = [];
    private readonly List<Action<Moment>> _ears = [];
    private CancellationTokenSource? _verb;
    private Next? _redirect;
    private KeyPresses? _listening;
    private Uri? _fallback;
    private bool _hungUp;
    private int _documents;
    private int _silentDocuments;

    public Carrier Carrier { get; } = carrier;

    public Parties Parties { get; } = parties;

    public Transcript Transcript { get; } = transcript;

    /// <summary>In whose line of the transcript the service's words stand: what an agent hears is not said to the caller.</summary>
    public Who Hears { get; } = hears;

    public string Sid { get; } = $"CA{Guid.NewGuid():N}";

    /// <summary>Twilio's CallStatus.</summary>
    public string Status { get; private set; } = "ringing";

    public DateTimeOffset StartedAt { get; } = carrier.Wall.GetUtcNow();

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

    public bool IsInProgress
    {
        get
        {
            lock (_gate)
                return Status == "in-progress" && !_hungUp;
        }
    }

    public void Begin(PhoneNumber number, CancellationToken cancellationToken)
    {
        _fallback = number.FallbackUrl;
        Completion = LiveAsync(number, cancellationToken);
    }

    /// <summary>A leg of an agent is answered by a person, not by a document.</summary>
    public void Answer()
    {
        lock (_gate)
            Status = "in-progress";
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
            Transcript.Add(Who.Caller, listening is null ? $"presses {Transcript.Masked(now)} (nobody listens)" : $"presses {Transcript.Masked(now)}");
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
            verb = _verb;
        }

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

    public void Listen(KeyPresses? keys)
    {
        lock (_gate)
            _listening = keys;
    }

    /// <summary>Lets time pass on the line.</summary>
    public Task PassAsync(TimeSpan length, CancellationToken cancellationToken) => Task.Delay(length, Carrier.PhoneTime, cancellationToken);

    /// <summary>Plays documents inside a verb (a queue's music, a whisper), until one runs out or leaves.</summary>
    public async Task<Flow> PlayInsideAsync(Next first, IReadOnlySet<string> allowed, CancellationToken cancellationToken)
    {
        var next = first;
        while (true)
        {
            var page = await FetchAsync(next, Carrier.Stopping);
            if (page.Response.Elements().FirstOrDefault(verb => !allowed.Contains(verb.Name.LocalName)) is { } wrong)
                throw new CallFault(12200, page.Url, $"<{wrong.Name}> may not be used here");
            var flow = await PlayVerbsAsync(page, cancellationToken);
            if (flow is not Flow.Goto go)
                return flow;
            next = go.Next;
        }
    }

    private async Task LiveAsync(PhoneNumber number, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var status = "completed";
        try
        {
            for (var next = new Next(number.VoiceUrl, HttpMethod.Post, []); next is not null;)
                next = await StepAsync(next, cancellationToken);
        }
        catch (CallFault fault)
        {
            Raise(fault);
            Transcript.Add(Who.Twilio, "says: An application error has occurred. Goodbye.");
        }
        catch (OperationCanceledException)
        {
            status = "canceled";
        }

        finally
        {
            await EndAsync(number, status);
        }
    }

    private async Task EndAsync(PhoneNumber number, string status)
    {
        lock (_gate)
        {
            Status = Status is "ringing" or "in-progress" ? status : Status;
            EndedBy ??= Who.Service;
        }

        Transcript.Add(Who.Twilio, $"call {Status}");
        if (!Carrier.Stopping.IsCancellationRequested)
            await ReportEndAsync(number);
        Tell(new Moment(MomentKind.Ended));
    }

    private async Task<Next?> StepAsync(Next next, CancellationToken cancellationToken)
    {
        var page = await FetchAsync(next, cancellationToken);
        lock (_gate)
        {
            if (page.Response.Elements().FirstOrDefault() is { Name.LocalName: "Reject" } reject)
                Status = (string?)reject.Attribute("reason") == "busy" ? "busy" : "no-answer";
            else if (Status == "ringing")
                Status = "in-progress";
        }

        var silent = true;
        foreach (var verb in page.Response.Elements().Select(element => Verb.Of(element, page, this)))
        {
            var flow = await PlayOneAsync(verb, cancellationToken);
            if (flow is null)
                break;
            silent &= !verb.TakesTime;
            if (flow is Flow.Goto go)
            {
                _silentDocuments = silent ? _silentDocuments + 1 : 0;
                return _silentDocuments > SilentDocumentsMax ? throw new CallFault(11215, page.Url, "redirects in a circle") : TakeRedirect() ?? go.Next;
            }

            if (flow is not Flow.On)
                return null;
        }

        return TakeRedirect();
    }

    /// <summary>Plays one verb; null when it was interrupted, after its <c>action</c> was told so. That answer is not obeyed.</summary>
    private async Task<Flow?> PlayOneAsync(Verb verb, CancellationToken cancellationToken)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_gate)
        {
            if (_hungUp || _redirect is not null)
                return null;
            _verb = interrupt;
        }

        try
        {
            return await verb.PlayAsync(interrupt.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lock (_gate)
                Status = _hungUp ? "completed" : Status;
            if (verb.ActionWhenInterrupted(_hungUp) is { Url: { } url } action)
                await TellOnlyAsync(url, action, cancellationToken);
            return null;
        }
        finally
        {
            lock (_gate)
                _verb = null;
        }
    }

    private async Task<Flow> PlayVerbsAsync(Page page, CancellationToken cancellationToken)
    {
        foreach (var verb in page.Response.Elements().Select(element => Verb.Of(element, page, this)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var flow = await verb.PlayAsync(cancellationToken);
            if (flow is not Flow.On)
                return flow;
        }

        return Flow.Goes;
    }

    private Next? TakeRedirect()
    {
        lock (_gate)
        {
            var redirect = _hungUp ? null : _redirect;
            _redirect = null;
            return redirect;
        }
    }

    private async Task<Page> FetchAsync(Next next, CancellationToken cancellationToken)
    {
        if (++_documents > DocumentsMax)
            throw new CallFault(11215, next.Url, "more documents than a call needs");
        if (next.Twiml is { } twiml)
            return Page.Read(null, "application/xml", twiml);
        try
        {
            return await AskAsync(next.Method, next.Url!, next.Parameters, cancellationToken);
        }
        catch (CallFault fault) when (_fallback is not null && next.Url != _fallback)
        {
            Raise(fault);
            return await AskAsync(
                HttpMethod.Post,
                _fallback,
                [.. next.Parameters, new("ErrorCode", fault.Code.ToString(CultureInfo.InvariantCulture)), new("ErrorUrl", next.Url!.ToString())],
                cancellationToken);
        }
    }

    private async Task<Page> AskAsync(HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> added, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(method, url, added, cancellationToken);
        return (int)answer.Status is >= 200 and < 300
            ? Page.Read(answer.Url, answer.ContentType, answer.Text)
            : throw new CallFault((int)answer.Status >= 400 ? 11217 : 11200, url, $"answered {(int)answer.Status}");
    }

    private async Task<WebhookAnswer> SendAsync(HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> added, CancellationToken cancellationToken)
    {
        var shown = string.Concat(added.Where(pair => pair.Value.Length > 0 && ShownParameters.Contains(pair.Key)).Select(pair => $" {pair.Key}={Transcript.Masked(pair.Value)}"));
        try
        {
            var answer = await Carrier.Webhooks.SendAsync(method, url, Parameters(added), cancellationToken);
            Transcript.Add(Who.Webhook, string.Create(CultureInfo.InvariantCulture, $"{method} {url.AbsolutePath}{shown} → {(int)answer.Status}, {answer.Took.TotalMilliseconds:0} ms"));
            return answer;
        }
        catch (CallFault)
        {
            Transcript.Add(Who.Webhook, $"{method} {url.AbsolutePath}{shown} → no answer");
            throw;
        }
    }

    private async Task TellOnlyAsync(Uri url, Next action, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(action.Method, url, action.Parameters, cancellationToken);
        }
        catch (CallFault fault)
        {
            Raise(fault);
        }
        catch (OperationCanceledException)
        {
            Transcript.Add(Who.Twilio, "closed before the service answered");
        }
    }

    private async Task ReportEndAsync(PhoneNumber number)
    {
        if (number.StatusCallback is not { } url)
            return;
        var now = Carrier.Wall.GetUtcNow();
        await TellOnlyAsync(
            url,
            new Next(
                url,
                HttpMethod.Post,
                [
                    new("CallDuration", ((int)(now - StartedAt).TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                    new("Timestamp", now.ToString("R", CultureInfo.InvariantCulture)),
                    new("CallbackSource", "call-progress-events"),
                    new("SequenceNumber", "0"),
                ]),
            Carrier.Stopping);
    }

    private void Raise(CallFault fault)
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
