namespace CallerAuth.Ciba;

/// <summary>How far the person has come in the app, as far as the provider says. Only chooses what the caller hears.</summary>
internal enum PendingStep
{
    Unknown,
    NotOpened,

    /// <summary>The app asks whether the person is on the phone with this company.</summary>
    AskedWhetherExpected,
    Identifying,
}
