using Microsoft.Extensions.Options;

namespace CallerAuth.Calls;

/// <summary>Refuses an address that Twilio could not call, or that would carry national IDs in clear text.</summary>
internal sealed class PublicOptionsValidator : IValidateOptions<PublicOptions>
{
    /// <summary>Where routes of ours begin. One of them as the public path could not be told from the route itself, where the proxy takes the path off.</summary>
    private static readonly string[] Ours = ["agent", "api", "audio", "ciba", "health", "metrics", "openapi", "voice", "_blazor", "_framework"];

    public ValidateOptionsResult Validate(string? name, PublicOptions options)
    {
        if (options.PublicBaseUrl.Length == 0)
            return ValidateOptionsResult.Fail("PublicBaseUrl: missing. Give the address that Twilio calls, for example https://example.ngrok.app.");
        if (!Uri.TryCreate(options.PublicBaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query.Length > 0 || url.Fragment.Length > 0)
            return ValidateOptionsResult.Fail("PublicBaseUrl: not an absolute http or https address without query (https://example.ngrok.app).");
        if (url.Scheme == "http" && !url.IsLoopback)
            return ValidateOptionsResult.Fail("PublicBaseUrl: plain http is for loopback addresses alone; callers' national IDs travel here. Use https.");
        if (Ours.Contains(url.AbsolutePath.Split('/')[1], StringComparer.OrdinalIgnoreCase))
            return ValidateOptionsResult.Fail($"PublicBaseUrl: its path begins with {url.AbsolutePath.Split('/')[1]}, which is a path of this service itself; give the address above the routes (https://example.ngrok.app), or choose another path.");
        return url.Host.Contains('_')
            ? ValidateOptionsResult.Fail("PublicBaseUrl: Twilio does not call hosts with an underscore in their name.")
            : ValidateOptionsResult.Success;
    }
}
