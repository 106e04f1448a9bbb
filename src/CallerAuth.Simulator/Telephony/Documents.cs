using System.Globalization;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>Asks the service for documents on behalf of one leg, with the number's fallback URL where the service fails.</summary>
internal sealed class Documents(PhoneCall call, Uri? fallback)
{
    // A bound of ours, so that a service that loops is found and not waited for.
    private const int DocumentsMax = 1000;

    // What a reader of a transcript wants to see of a webhook.
    private static readonly string[] ShownParameters = ["Digits", "FinishedOnKey", "QueueResult", "DialCallStatus", "ErrorCode"];

    private int _asked;

    public async Task<Page> FetchAsync(Next next, CancellationToken cancellationToken)
    {
        if (++_asked > DocumentsMax)
            throw new CallFault(11215, next.Url, "more documents than a call needs");
        if (next.Twiml is { } twiml)
            return Page.Read(null, "application/xml", twiml);
        try
        {
            return await AskAsync(next, cancellationToken);
        }
        catch (CallFault fault) when (fallback is not null && next.Url != fallback)
        {
            call.Raise(fault);
            KeyValuePair<string, string>[] error = [new("ErrorCode", fault.Code.ToString(CultureInfo.InvariantCulture)), new("ErrorUrl", next.Url!.ToString())];
            return await AskAsync(new Next(fallback, HttpMethod.Post, [.. next.Parameters, .. error]), cancellationToken);
        }
    }

    /// <summary>Tells the service something whose answer is not obeyed; a failure is only noted.</summary>
    public async Task TellAsync(Next next, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await SendAsync(next, cancellationToken);
            if ((int)answer.Status >= 400)
                call.Raise(new CallFault(11217, next.Url, $"answered {(int)answer.Status}"));
        }
        catch (CallFault fault)
        {
            call.Raise(fault);
        }
        catch (OperationCanceledException)
        {
            call.Transcript.Add(Who.Twilio, "closed before the service answered");
        }
    }

    /// <summary>Plays documents inside a verb (a queue's music, a whisper), until one runs out or leaves.</summary>
    public async Task<Flow> PlayInsideAsync(Next first, IReadOnlySet<string> allowed, CancellationToken cancellationToken)
    {
        var next = first;
        while (true)
        {
            // The verb's own end does not break off a request that is under way: Twilio hears the answer out, and drops it.
            var page = await FetchAsync(next, call.Carrier.Stopping);
            if (page.Response.Elements().FirstOrDefault(verb => !allowed.Contains(verb.Name.LocalName)) is { } wrong)
                throw new CallFault(12200, page.Url, $"<{wrong.Name}> may not be used here");
            var flow = await PlayAsync(page, cancellationToken);
            if (flow is not Flow.Goto go)
                return flow;
            next = go.Next;
        }
    }

    private async Task<Flow> PlayAsync(Page page, CancellationToken cancellationToken)
    {
        foreach (var verb in page.Response.Elements().Select(element => Verb.Of(element, page, call)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var flow = await verb.PlayAsync(cancellationToken);
            if (flow is not Flow.On)
                return flow;
        }

        return Flow.Goes;
    }

    private async Task<Page> AskAsync(Next next, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(next, cancellationToken);
        return (int)answer.Status is >= 200 and < 300
            ? Page.Read(answer.Url, answer.ContentType, answer.Text)
            : throw new CallFault((int)answer.Status >= 400 ? 11217 : 11200, next.Url, $"answered {(int)answer.Status}");
    }

    private async Task<WebhookAnswer> SendAsync(Next next, CancellationToken cancellationToken)
    {
        var url = next.Url!;
        var shown = string.Concat(next.Parameters
            .Where(pair => pair.Value.Length > 0 && ShownParameters.Contains(pair.Key))
            .Select(pair => $" {pair.Key}={Transcript.Masked(pair.Value)}"));
        try
        {
            var answer = await call.Carrier.Webhooks.SendAsync(next.Method, url, call.Parameters(next.Parameters), cancellationToken);
            call.Waited(answer.Took);
            call.Transcript.Add(
                Who.Webhook,
                string.Create(CultureInfo.InvariantCulture, $"{next.Method} {url.AbsolutePath}{shown} → {(int)answer.Status}, {answer.Took.TotalMilliseconds:0} ms"));
            return answer;
        }
        catch (CallFault)
        {
            call.Transcript.Add(Who.Webhook, $"{next.Method} {url.AbsolutePath}{shown} → no answer");
            throw;
        }
    }
}
