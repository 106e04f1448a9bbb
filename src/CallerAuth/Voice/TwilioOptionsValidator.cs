using Microsoft.Extensions.Options;

namespace CallerAuth.Voice;

/// <summary>Refuses to start where webhooks could not be checked or calls could not be moved.</summary>
internal sealed class TwilioOptionsValidator : IValidateOptions<TwilioOptions>
{
    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        var faults = new List<string>();
        if (options.SigningTokens().Count == 0)
            faults.Add("Twilio:AuthToken: missing. It signs the webhooks; find it in the Twilio console and set the environment variable Twilio__AuthToken.");
        CheckClient(options, faults);
        CheckUrl("Twilio:RequestValidation:BaseUrlOverride", options.RequestValidation.BaseUrlOverride, faults);
        CheckUrl("Twilio:ApiBaseUrl", options.ApiBaseUrl, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckClient(TwilioOptions options, List<string> faults)
    {
        var client = options.Client;
        if (client.AccountSid.Length != 34 || !client.AccountSid.StartsWith("AC", StringComparison.Ordinal))
            faults.Add("Twilio:Client:AccountSid: give the account's SID (AC and 32 hex digits) from the Twilio console.");
        if (client.ApiKeySid.Length > 0 != client.ApiKeySecret.Length > 0)
            faults.Add("Twilio:Client:ApiKeySid and Twilio:Client:ApiKeySecret: one is set without the other. Set both, or neither and Twilio:Client:AuthToken.");
        if (client.ApiKeySid.Length == 0 && client.AuthToken.Length == 0 && options.AuthToken.Length == 0)
            faults.Add("Twilio:Client: no credentials for the REST API that moves calls on. Set ApiKeySid and ApiKeySecret (they can be revoked), or AuthToken.");
    }

    private static void CheckUrl(string key, string value, List<string> faults)
    {
        if (value.Length == 0)
            return;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            faults.Add($"{key}: not an absolute http or https address.");
        else if (url.Scheme == "http" && !url.IsLoopback)
            faults.Add($"{key}: plain http is for loopback addresses alone; use https.");
    }
}
