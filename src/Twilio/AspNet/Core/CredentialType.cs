namespace Twilio.AspNet.Core;

/// <summary>What is signed in with; left open, an API key wins over the auth token, since a key can be revoked alone.</summary>
public enum CredentialType
{
    Unspecified = 0,
    AuthToken = 1,
    ApiKey = 2,
}
