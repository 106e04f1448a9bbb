namespace CallerAuth.Ciba;

/// <summary>Who placed the call: the caller (<c>user</c> on the wire) or the company (<c>RP</c>). BankID shows the person a different question for each.</summary>
public enum CallInitiator
{
    User,
    RelyingParty,
}
