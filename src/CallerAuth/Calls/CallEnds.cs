namespace CallerAuth.Calls;

/// <summary>Twilio's words for how a call ended (<c>CallStatus</c>, https://www.twilio.com/docs/voice/api/call-resource#call-status-values).</summary>
internal static class CallEnds
{
    public const string Completed = "completed";
    public const string Busy = "busy";
    public const string NoAnswer = "no-answer";
    public const string Failed = "failed";
    public const string Canceled = "canceled";

    public static bool Contains(string? status) => status is Completed or Busy or NoAnswer or Failed or Canceled;

    /// <summary>What an end means where the call stands: only one that still rang was not reached.</summary>
    public static CallEvent EventOf(Call call, string status) => (call.State, status) switch
    {
        (CallState.Ringing, Busy) => new CallEvent.NotReached(EndReason.Busy),
        (CallState.Ringing, NoAnswer) => new CallEvent.NotReached(EndReason.NoAnswer),
        (CallState.Ringing, Failed) => new CallEvent.NotReached(EndReason.Failed),
        (CallState.Ringing, Canceled) => new CallEvent.NotReached(EndReason.Canceled),
        _ => new CallEvent.HungUp(),
    };
}
