using Microsoft.Extensions.Options;

namespace CallerAuth.Calls;

/// <summary>Refuses an address that Twilio could not call, or that would carry national IDs in clear text.</summary>
internal sealed class PublicOptionsValidator : IValidateOptions<PublicOptions>
{
    public ValidateOptionsResult Validate(string? name, PublicOptions options)
    {
        if (options.PublicBaseUrl.Length == 0)
            return ValidateOptionsResult.Fail("PublicBaseUrl: missing. Give the address that Twilio calls, for example https://example.ngrok.app.");
        if (!Uri.TryCreate(options.PublicBaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query.Length > 0 || url.Fragment.Length > 0)
            return ValidateOptionsResult.Fail("PublicBaseUrl: not an absolute http or https address without query (https://example.ngrok.app).");
        if (url.Scheme == "http" && !url.IsLoopback)
            return ValidateOptionsResult.Fail("PublicBaseUrl: plain http is for loopback addresses alone; callers' national IDs travel here. Use https.");
        return url.Host.Contains('_')
            ? ValidateOptionsResult.Fail("PublicBaseUrl: Twilio does not call hosts with an underscore in their name.")
            : ValidateOptionsResult.Success;
    }
}
