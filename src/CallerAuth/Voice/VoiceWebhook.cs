using System.Globalization;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.Voice;

/// <summary>
/// The parameters of a voice webhook that we use, under Twilio's names. A class and not a record: it would print, and
/// <see cref="Digits"/> may be a national ID.
/// </summary>
internal sealed class VoiceWebhook
{
    private const int LongestValue = 256;

    /// <summary>Twilio's <c>Direction</c> of a call that we placed.</summary>
    private const string PlacedByRest = "outbound-api";

    private VoiceWebhook(IFormCollection form, IHeaderDictionary headers)
    {
        CallSid = Sid(form, nameof(CallSid));
        ParentCallSid = Sid(form, nameof(ParentCallSid));
        CallingNumber = Value(form, "From");
        To = Value(form, nameof(To));
        CallStatus = Value(form, nameof(CallStatus));
        Initiator = Value(form, "Direction") == PlacedByRest ? CallInitiator.RelyingParty : CallInitiator.User;
        AnsweredBy = Value(form, nameof(AnsweredBy));
        QueueTime = uint.TryParse(Value(form, nameof(QueueTime)), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        Digits = Value(form, nameof(Digits));
        DialCallStatus = Value(form, nameof(DialCallStatus));
        QueueResult = Value(form, nameof(QueueResult));
        IdempotencyToken = headers["I-Twilio-Idempotency-Token"] is [{ Length: > 0 and <= LongestValue } token, ..] ? token : null;
    }

    /// <summary>Empty when it is none: it becomes a key of the store and part of a REST address, so only the real form passes.</summary>
    public string CallSid { get; }

    /// <summary>On an agent's leg: the caller's call.</summary>
    public string ParentCallSid { get; }

    /// <summary>Twilio's <c>From</c>: who calls; on an agent's leg, whom we show there; on a call of ours, the line.</summary>
    public string CallingNumber { get; }

    /// <summary>The number that was called.</summary>
    public string To { get; }

    /// <summary>Who placed the call.</summary>
    public CallInitiator Initiator { get; }

    /// <summary>The company's number on this call.</summary>
    public string Line => Initiator == CallInitiator.RelyingParty ? CallingNumber : To;

    /// <summary>On a call of ours: <c>human</c>, <c>machine_start</c>, <c>fax</c>… (https://www.twilio.com/docs/voice/answering-machine-detection).</summary>
    public string AnsweredBy { get; }

    public string CallStatus { get; }

    /// <summary>The call itself is over, whichever way.</summary>
    public bool IsEnd => CallEnds.Contains(CallStatus);

    /// <summary>Keys pressed, without the finishing one.</summary>
    public string Digits { get; }

    public string DialCallStatus { get; }

    public string QueueResult { get; }

    /// <summary>How long the caller has waited in the queue.</summary>
    public TimeSpan QueueTime { get; }

    /// <summary>The same in every attempt to deliver one request.</summary>
    public string? IdempotencyToken { get; }

    public static VoiceWebhook From(HttpRequest request) => new(request.Form, request.Headers);

    /// <summary>Twilio's name for a call, and nothing else: CA and 32 hex digits.</summary>
    public static bool IsCallSid(string text) => TwilioSid.IsCall(text);

    private static string Sid(IFormCollection form, string name) => Value(form, name) is var sid && IsCallSid(sid) ? sid : "";

    // A repeated parameter is never sent by Twilio; the first counts.
    private static string Value(IFormCollection form, string name) =>
        form.TryGetValue(name, out StringValues values) && values is [{ Length: <= LongestValue } first, ..] ? first : "";
}
