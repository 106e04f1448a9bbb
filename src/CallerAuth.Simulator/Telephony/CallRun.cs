using System.Globalization;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>The life of a call to one of our numbers: document after document, until there is nothing left to do or somebody hangs up.</summary>
internal sealed class CallRun(PhoneCall call, PhoneNumber number, Ringing? ringing)
{
    // A bound of ours: documents in a row that do nothing but send the call on.
    private const int SilentDocumentsMax = 10;

    private int _silentDocuments;

    public async Task LiveAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var status = "completed";
        try
        {
            var next = new Next(number.VoiceUrl, HttpMethod.Post, ringing is { Detects: true } ? [new("AnsweredBy", ringing.Answer.AnsweredBy)] : []);
            if (ringing is not null)
            {
                if (await ringing.RingAsync(call, cancellationToken) is { } notReached)
                {
                    status = notReached;
                    next = null;
                }
                else
                {
                    call.Answer();
                    call.Transcript.Add(Who.Caller, ringing.Answer.AnsweredBy == "human" ? "picks up" : $"does not pick up; a machine does ({ringing.Answer.AnsweredBy})");
                }
            }

            while (next is not null)
            {
                var page = await call.Documents.FetchAsync(next, cancellationToken);
                if (Rejection(page) is { } rejected)
                    status = rejected;
                else
                    call.Answer();
                next = await PlayAsync(page, cancellationToken);
            }
        }
        catch (CallFault fault)
        {
            call.Raise(fault);
            call.Transcript.Add(Who.Twilio, "says: An application error has occurred. Goodbye.");
        }
        catch (OperationCanceledException)
        {
            status = "canceled";
        }
        finally
        {
            call.End(status);
            await ReportEndAsync();
            call.Tell(new Moment(MomentKind.Ended));
        }
    }

    /// <summary>Plays a document; gives the next one, or null at the end of the call.</summary>
    private async Task<Next?> PlayAsync(Page page, CancellationToken cancellationToken)
    {
        var silent = true;
        foreach (var verb in page.Response.Elements().Select(element => Verb.Of(element, page, call)))
        {
            var flow = await PlayAsync(verb, cancellationToken);
            silent &= !verb.TakesTime;
            switch (flow)
            {
                case null:
                    return call.TakeRedirect();
                case Flow.Goto go:
                    _silentDocuments = silent ? _silentDocuments + 1 : 0;
                    if (_silentDocuments > SilentDocumentsMax)
                        throw new CallFault(11215, page.Url, "redirects in a circle");
                    return call.TakeRedirect() ?? go.Next;
                case Flow.On:
                    break;
                default:
                    return null;
            }
        }

        return call.TakeRedirect();
    }

    /// <summary>Plays one verb; null when it was interrupted, after its <c>action</c> was told so. That answer is not obeyed.</summary>
    private async Task<Flow?> PlayAsync(Verb verb, CancellationToken cancellationToken)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!call.TryBegin(interrupt))
            return null;
        try
        {
            return await verb.PlayAsync(interrupt.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var hungUp = call.EndVerb();
            if (verb.ActionWhenInterrupted(hungUp) is { } action)
                await call.Documents.TellAsync(action, cancellationToken);
            return null;
        }
        finally
        {
            call.EndVerb();
        }
    }

    // Reject counts only as the first verb; the call was never answered then.
    private static string? Rejection(Page page)
    {
        if (page.Response.Elements().FirstOrDefault() is not { Name.LocalName: "Reject" } reject)
            return null;
        return (string?)reject.Attribute("reason") == "busy" ? "busy" : "no-answer";
    }

    private async Task ReportEndAsync()
    {
        if (number.StatusCallback is not { } url || call.Carrier.Stopping.IsCancellationRequested)
            return;
        var now = call.Carrier.Wall.GetUtcNow();
        KeyValuePair<string, string>[] end =
        [
            new("CallDuration", ((int)(now - call.StartedAt).TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            new("Timestamp", now.ToString("R", CultureInfo.InvariantCulture)),
            new("CallbackSource", "call-progress-events"),
            new("SequenceNumber", "0"),
        ];
        await call.Documents.TellAsync(new Next(url, HttpMethod.Post, end), call.Carrier.Stopping);
    }
}
