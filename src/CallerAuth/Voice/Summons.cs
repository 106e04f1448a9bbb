using CallerAuth.Calls;

namespace CallerAuth.Voice;

/// <summary>Sends the callers of a queue and their agents to each other and back, by Twilio's REST API, within the time that a webhook has.</summary>
internal sealed partial class Summons(LiveCalls live, TimeProvider time, ILogger<Summons> logger)
{
    /// <summary>The webhook of the agent must be answered in time, so Twilio's REST has less.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1.8);

    /// <returns>Null when no answer came, or one that may be another next time.</returns>
    public async Task<Redirection?> RedirectAsync(string callSid, Uri url)
    {
        using var patience = new CancellationTokenSource(Within, time);
        try
        {
            var answer = await live.RedirectAsync(callSid, url, patience.Token);
            if (answer is Redirection.Refused refused)
                Refused(callSid, refused.Status, refused.Code);
            return answer;
        }
#pragma warning disable CA1031 // Whatever failed, the call stays where it is and may be sent for again.
        catch (Exception e)
        {
            NotRedirected(e, callSid);
            return null;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(4202, LogLevel.Error, "Twilio refused to move call {CallSid} between queue and agent with status {Status}, code {Code}; check Twilio:Client")]
    private partial void Refused(string callSid, int status, int code);

    [LoggerMessage(4203, LogLevel.Error, "Call {CallSid} could not be moved between queue and agent; it stays where it is")]
    private partial void NotRedirected(Exception exception, string callSid);
}
