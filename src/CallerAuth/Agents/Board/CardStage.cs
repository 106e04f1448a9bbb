namespace CallerAuth.Agents.Board;

/// <summary>Where in the call the caller is, in an agent's words.</summary>
internal enum CardStage
{
    /// <summary>The company has called; nobody has picked up yet.</summary>
    Ringing,

    /// <summary>Hears who calls and why.</summary>
    Presenting,

    /// <summary>Hears the greeting, or a menu.</summary>
    Greeting,

    /// <summary>Keys the national ID.</summary>
    Keying,

    /// <summary>The provider is being asked to ring the app.</summary>
    Starting,

    /// <summary>The app has been asked; what it shows is not told.</summary>
    WaitingForApp,

    /// <summary>The app asks whether the person is on the phone with the company.</summary>
    ConfirmingCall,

    /// <summary>The person is identifying.</summary>
    Identifying,

    /// <summary>An attempt came to nothing; another is offered.</summary>
    OfferedRetry,

    /// <summary>The outcome is about to be told, or an agent is being called.</summary>
    OnTheWay,

    /// <summary>An agent asked the app on the live call.</summary>
    AskedByAgent,
}
