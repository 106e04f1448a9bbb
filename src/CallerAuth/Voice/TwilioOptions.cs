namespace CallerAuth.Voice;

/// <summary>What this service needs of Twilio; names as in Twilio.AspNet.Core, with our own beside them.</summary>
internal sealed class TwilioOptions
{
    public const string Section = "Twilio";

    /// <summary>The account's auth token: signs webhooks. <c>RequestValidation:AuthToken</c> goes before it.</summary>
    public string AuthToken { get; set; } = "";

    public RequestValidationOptions RequestValidation { get; set; } = new();

    public ClientOptions Client { get; set; } = new();

    /// <summary>Another address for Twilio's REST API: a simulator or a proxy. Empty: Twilio's own host for the region and edge.</summary>
    public string ApiBaseUrl { get; set; } = "";

    /// <summary>Every token that may have signed a request: the primary one, and others while it is being changed or for subaccounts.</summary>
    public IReadOnlyList<string> SigningTokens() =>
        [.. new[] { RequestValidation.AuthToken.Length > 0 ? RequestValidation.AuthToken : AuthToken }
            .Concat(RequestValidation.AdditionalAuthTokens)
            .Where(token => token.Length > 0)];

    internal sealed class RequestValidationOptions
    {
        public string AuthToken { get; set; } = "";

        public List<string> AdditionalAuthTokens { get; set; } = [];

        /// <summary>The address that Twilio signed, where it is not <c>PublicBaseUrl</c>.</summary>
        public string BaseUrlOverride { get; set; } = "";
    }

    /// <summary>Read by <c>AddTwilioClient</c>; here only to be checked at start.</summary>
    internal sealed class ClientOptions
    {
        public string AccountSid { get; set; } = "";

        public string AuthToken { get; set; } = "";

        public string ApiKeySid { get; set; } = "";

        public string ApiKeySecret { get; set; } = "";
    }
}
