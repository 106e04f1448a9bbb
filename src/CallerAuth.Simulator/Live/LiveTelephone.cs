using System.Globalization;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Live;

/// <summary>The telephone on the page: one call at a time, what is heard in it, and the keys.</summary>
internal sealed class LiveTelephone(Pulse pulse)
{
    private const int CaptionsMax = 60;

    private readonly Lock _gate = new();
    private readonly List<Caption> _captions = [];
    private int _captionId;
    private Utterance? _utterance;
    private string? _music;
    private int? _numDigits;
    private int _keysGiven;
    private LiveCall? _call;

    public LiveCall? Call
    {
        get
        {
            lock (_gate)
                return _call;
        }
    }

    /// <summary>Takes up the receiver. The call of before must be over.</summary>
    public void Take(LiveCall call)
    {
        lock (_gate)
        {
            _call = call;
            _captions.Clear();
            _music = null;
            _utterance = null;
            _numDigits = null;
            _keysGiven = 0;
        }

        call.Phone.Attach(moment => Hear(call, moment));
        call.Phone.Transcript.Added = line =>
        {
            if (line.Who == Who.Twilio && line.Text.StartsWith("says: ", StringComparison.Ordinal))
                Add("said", line.Text["says: ".Length..], "en-US");
            pulse.Beat();
        };
        pulse.Beat();
    }

    public void Press(string keys)
    {
        if (Call is not { Phone: { IsInProgress: true } phone })
            return;
        lock (_gate)
            _keysGiven += phone.IsListening ? keys.Length : 0;
        phone.Press(keys);
        pulse.Beat();
    }

    public Utterance Begin(Speech speech)
    {
        Utterance utterance;
        lock (_gate)
            _utterance = utterance = new Utterance(Add("said", speech.Text, speech.Language, speech.IsSlow));
        pulse.Beat();
        return utterance;
    }

    public void End(Utterance utterance)
    {
        lock (_gate)
        {
            if (_utterance == utterance)
                _utterance = null;
        }

        pulse.Beat();
    }

    /// <summary>The page's voice has begun or ended a sentence.</summary>
    public void Spoken(int id, bool ended)
    {
        Utterance? utterance;
        lock (_gate)
            utterance = _utterance?.Id == id ? _utterance : null;
        if (ended)
            utterance?.End();
        else
            utterance?.Begin();
    }

    public void BeginMusic(string path)
    {
        lock (_gate)
            _music = path;
        pulse.Beat();
    }

    public void EndMusic()
    {
        lock (_gate)
            _music = null;
        pulse.Beat();
    }

    /// <summary>Something about the call is different now.</summary>
    public void Notice() => pulse.Beat();

    public TelephoneView Show()
    {
        lock (_gate)
        {
            if (_call is not { } call)
                return new TelephoneView("idle", null, null, null, null, null, null, null, null, [], false);
            var isOver = call.Phone.Completion.IsCompleted || call.Phone.EndedBy is not null;
            return new TelephoneView(
                isOver ? "over" : call.Phone.Status,
                call.Phone.Sid,
                call.Line.Number,
                call.Person.NationalId,
                call.Phone.StartedAt.ToUnixTimeMilliseconds(),
                isOver ? call.Phone.EndedBy?.ToString() : null,
                _utterance?.Id,
                _music,
                call.Phone.IsListening ? new QuestionView(_numDigits, _keysGiven) : null,
                [.. _captions],
                call.Pace.IsTalking);
        }
    }

    private void Hear(LiveCall call, Moment moment)
    {
        lock (_gate)
        {
            // The call of before may still be ending.
            if (call != _call)
                return;
            if (moment.Kind == MomentKind.QuestionBegins)
                (_numDigits, _keysGiven) = (moment.NumDigits, 0);
            if (moment.Kind == MomentKind.QuestionOver && _keysGiven > 0)
                Add("keys", _keysGiven > 6 ? string.Create(CultureInfo.InvariantCulture, $"{_keysGiven} digits keyed") : string.Create(CultureInfo.InvariantCulture, $"{_keysGiven} key{(_keysGiven == 1 ? "" : "s")} pressed"));
        }

        pulse.Beat();
    }

    private int Add(string kind, string text, string language = "", bool slow = false)
    {
        lock (_gate)
        {
            _captions.Add(new Caption(++_captionId, kind, text, language, slow));
            if (_captions.Count > CaptionsMax)
                _captions.RemoveAt(0);
            return _captionId;
        }
    }
}

/// <summary>A call that somebody at the page has placed.</summary>
internal sealed record LiveCall(PhoneCall Phone, Line Line, TestPerson Person, LivePace Pace);
