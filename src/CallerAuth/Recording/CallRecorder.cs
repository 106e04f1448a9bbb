using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Voice;
using Microsoft.Extensions.Options;

namespace CallerAuth.Recording;

/// <summary>
/// Writes down each call that comes in: what Twilio told and was answered, and what came of its verifications, in the order in which
/// this instance saw it. An answer waits for what it came of to be written, a quarter of a second where another instance made it and
/// <see cref="Patience"/> at most; what cannot be written is left out and logged.
/// </summary>
internal sealed partial class CallRecorder(
    IOptions<RecordingOptions> options, CallStore calls, FormRedactor forms, TwimlRedactor documents, LineDirectory lines, TimeProvider time, ILogger<CallRecorder> logger) : ICallListener
{
    /// <summary>More at once are not recorded: somebody has left it on.</summary>
    private const int MostAtOnce = 1000;

    /// <summary>Less than what is left of three seconds when an answer came as late as it may.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(4);

    private readonly ConcurrentDictionary<string, CallRecording> _going = new(StringComparer.Ordinal);

    public async Task AnsweredAsync(HttpRequest request, int status, byte[] answer)
    {
        var webhook = VoiceWebhook.From(request);
        var callSid = webhook.ParentCallSid.Length > 0 ? webhook.ParentCallSid : webhook.CallSid;
        // A step that takes longer than this answer waits outlives its request, which Kestrel then uses for another.
        var (path, form) = (request.Path, new FormCollection(request.Form.ToDictionary(StringComparer.Ordinal)));
        try
        {
            await RecordAsync(path, form, webhook, callSid, status, Encoding.UTF8.GetString(answer)).WaitAsync(Patience, time);
        }
#pragma warning disable CA1031 // The caller waits for the answer, and it is no part of the recording's business to withhold it.
        catch (Exception e)
        {
            NotRecorded(e, callSid);
        }
#pragma warning restore CA1031
    }

    public async Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (!_going.TryGetValue(transition.After.CallSid, out var recording))
            return;
        if (EventOf(transition.Happened) is { } line)
        {
            if (transition.Happened is CallEvent.VerificationStarted or CallEvent.VerificationNotStarted)
                await recording.UntilKeyedAsync();
            line["state"] = transition.After.State.GetType().Name;
            await recording.WriteAsync(line);
        }

        recording.Told(transition.After.Version);
    }

    /// <summary>What came from the provider, or from a clock; everything else is told by the webhooks.</summary>
    private static JsonObject? EventOf(CallEvent? happened) => happened switch
    {
        CallEvent.VerificationStarted => Event(happened),
        CallEvent.VerificationNotStarted not => Event(happened, "reason", not.Reason.ToString()),
        CallEvent.Progressed progressed => Event(happened, "step", progressed.Step.ToString()),
        CallEvent.Approved => Event(happened),
        CallEvent.AttemptFailed failed => Event(happened, "reason", failed.Reason.ToString()),
        CallEvent.DeadlinePassed or CallEvent.Apologised => Event(happened),
        _ => null,
    };

    private static JsonObject Event(CallEvent happened, string? member = null, string? value = null)
    {
        var line = new JsonObject { ["event"] = happened.GetType().Name };
        if (member is not null)
            line[member] = value;
        return line;
    }

    private async Task RecordAsync(PathString path, IFormCollection form, VoiceWebhook webhook, string callSid, int status, string answer)
    {
        // A call of ours cannot be played again without whoever placed it, and an agent's call not without the caller's.
        var known = _going.GetValueOrDefault(callSid);
        var recording = known ?? (callSid.Length > 0 && path == "/voice/incoming" ? Begin(callSid, lines.Find(webhook.To)) : null);
        if (recording is null)
            return;
        // Transitions are told after the fact: what this answer may have come of is written before it.
        var isNumber = path == "/voice/national-id";
        if (!isNumber && await calls.FindAsync(callSid) is { } call)
        {
            if (known is null)
                recording.Told(call.Version);
            else
                await recording.UntilToldAsync(call.Version);
        }

        var (redacted, isPerson) = await forms.RedactAsync(webhook, form, recording);
        var written = new JsonObject
        {
            ["webhook"] = TwimlRedactor.Path(path),
            ["request"] = recording.RequestOf(webhook.IdempotencyToken ?? Guid.NewGuid().ToString()),
            ["form"] = redacted,
            ["status"] = status,
        };
        if (answer.Length > 0)
            written["twiml"] = documents.Redact(answer, recording.Line);
        // Of a call's end told twice, once is enough.
        var isEnd = path == "/voice/status" && webhook.IsEnd;
        if (isEnd && !_going.TryRemove(callSid, out _))
            return;
        await recording.WriteAsync(written);
        if (isNumber && isPerson)
            recording.Keyed();
        if (isEnd)
            recording.Dispose();
    }

    private CallRecording? Begin(string callSid, Line? line)
    {
        foreach (var (old, _) in _going.Where(going => going.Value.Age > LongestCall).ToList())
            _going.TryRemove(old, out _);

        if (_going.Count >= MostAtOnce)
            return null;
        var name = $"{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.jsonl";
        return _going.GetOrAdd(callSid, _ => new CallRecording(Path.Combine(options.Value.Directory, name), line, time));
    }

    [LoggerMessage(4901, LogLevel.Warning, "A step of call {CallSid} was not recorded")]
    private partial void NotRecorded(Exception exception, string callSid);
}
