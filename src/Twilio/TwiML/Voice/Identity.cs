namespace Twilio.TwiML.Voice;

/// <summary>Who of the Voice SDK clients is dialled, when <c>Client</c> carries parameters too.</summary>
public class Identity(string? clientIdentity = null) : Verb<Identity>("Identity")
{
    public string? ClientIdentity { get; set; } = clientIdentity;

    private protected override string? Text => ClientIdentity;
}
