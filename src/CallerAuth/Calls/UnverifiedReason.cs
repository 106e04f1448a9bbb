namespace CallerAuth.Calls;

/// <summary>Why a caller reaches an agent without a verified identity; the words an agent's system gets.</summary>
internal enum UnverifiedReason
{
    /// <summary>Said no in the app, or chose the wrong words.</summary>
    Declined,

    /// <summary>Cancelled, where the provider tells that apart.</summary>
    Cancelled,

    /// <summary>Did not answer in time.</summary>
    Expired,

    /// <summary>The eID could not be used just then.</summary>
    Unavailable,

    /// <summary>Keyed no valid answer three times.</summary>
    InvalidInput,

    /// <summary>Pressed nothing three times.</summary>
    NoInput,

    /// <summary>Chose to speak to an agent instead.</summary>
    Skipped,

    /// <summary>The provider verified somebody else than the caller had named.</summary>
    Mismatch,

    /// <summary>A fault of ours or an answer that could not be believed.</summary>
    Error,
}
