namespace CallerAuth.Audit;

/// <summary>The words of the audit trail for how a verification ended, or why it did not begin, and for who else was there; and for calls that the company placed.</summary>
internal static class AuditOutcome
{
    /// <summary>The person approved, and the provider's token passed every check.</summary>
    public const string Verified = "verified";

    /// <summary>The person said no, cancelled, or chose the wrong words.</summary>
    public const string Declined = "declined";

    /// <summary>Nobody answered in time.</summary>
    public const string Expired = "expired";

    /// <summary>The provider verified somebody else than was asked for.</summary>
    public const string Mismatch = "mismatch";

    /// <summary>The caller hung up or went to an agent meanwhile.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The provider could not be asked, or its answer was of no use.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The provider would not ask this person.</summary>
    public const string Refused = "refused";

    /// <summary>Another verification of the person was running. The provider was not asked.</summary>
    public const string AlreadyRunning = "already_running";

    /// <summary>A limit was reached. The provider was not asked.</summary>
    public const string Limited = "limited";

    /// <summary>Somebody at the company looked at a verification that was asked for there.</summary>
    public const string Looked = "looked";

    /// <summary>Somebody at the company wanted the end of one.</summary>
    public const string CancelAsked = "cancel_asked";

    /// <summary>Somebody at the company wanted the words of one spoken to the caller.</summary>
    public const string AnnounceAsked = "announce_asked";

    /// <summary>Twilio has taken a call of ours to place.</summary>
    public const string CallPlaced = "call_placed";

    /// <summary>Twilio was asked to place a call, and it is not known whether it did.</summary>
    public const string CallUnknown = "call_unknown";

    /// <summary>Twilio would not place a call.</summary>
    public const string CallRefused = "call_refused";

    /// <summary>A limit was reached. Twilio was not asked.</summary>
    public const string CallLimited = "call_limited";

    /// <summary>Somebody at the company looked at a call that was placed.</summary>
    public const string CallLooked = "call_looked";

    /// <summary>Somebody at the company wanted the end of one.</summary>
    public const string CallEndAsked = "call_end_asked";

    /// <summary>A fault of this service, its settings or its store.</summary>
    public const string Error = "error";

    /// <summary>The provider ended it by an error, or its answer was not believed.</summary>
    public static string Failed(string error) => "failed:" + error;
}
