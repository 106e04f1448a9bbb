namespace CallerAuth.Agents.OnCall;

/// <summary>What comes of the wish that a caller hears the words from us while they talk with an agent.</summary>
internal enum AnnouncementAnswer
{
    /// <summary>Twilio fetches and speaks them.</summary>
    Spoken,

    /// <summary>The verification is not waiting for the person: not yet, or not any more.</summary>
    NotPending,

    /// <summary>The verification is about no call.</summary>
    NoCall,

    /// <summary>The call is in no conference that we know of. Only there can one of two be spoken to without parting them.</summary>
    NotInConference,

    /// <summary>Twilio did not do it.</summary>
    Unavailable,
}
