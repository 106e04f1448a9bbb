namespace Twilio.AspNet.Core;

/// <summary>Whose account the REST API is asked for, and where: the section <c>Twilio:Client</c>.</summary>
public class TwilioClientOptions
{
    public string? AccountSid { get; set; }

    public string? AuthToken { get; set; }

    public string? ApiKeySid { get; set; }

    public string? ApiKeySecret { get; set; }

    public CredentialType CredentialType { get; set; }

    public string? Region { get; set; }

    public string? Edge { get; set; }
}
