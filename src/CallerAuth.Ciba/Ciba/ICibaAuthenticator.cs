namespace CallerAuth.Ciba;

/// <summary>
/// Asks a person who they are, and waits for the answer: the whole of CIBA (OpenID Connect CIBA Core 1.0) for an app of any kind. It keeps
/// nothing: whoever needs an authentication to outlive its process needs a store and an engine, as the telephone service has them.
/// </summary>
public interface ICibaAuthenticator
{
    /// <summary>Sends bc-authorize, once: the person's app rings. Never retried, because a second request is a second ring.</summary>
    /// <param name="eid">The name of the eID, such as <c>no-bankid</c> or <c>se-bankid</c>.</param>
    /// <param name="nationalId">The digits alone: eleven of a fødselsnummer, twelve of a personnummer.</param>
    /// <param name="initiator">Who placed the call.</param>
    /// <param name="bindingMessage">What the app shows beside its question, where the eID takes it (Swedish BankID needs it); at most 200 plain characters.</param>
    /// <exception cref="ArgumentException">No eID is called that, or it takes no such initiator or message.</exception>
    Task<AuthenticationStart> StartAsync(string eid, string nationalId, CallInitiator initiator, string? bindingMessage, CancellationToken cancellationToken);

    /// <summary>
    /// Polls at the provider's pace (CIBA Core §10.1 and §11) until the person has answered or the time is over. Wait once for each start:
    /// tokens are given once.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled. The person's app goes on asking until the provider's time is over.</exception>
    Task<AuthenticationEnd> WaitAsync(AuthenticationStart.Asked asked, CancellationToken cancellationToken);
}
