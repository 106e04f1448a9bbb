using CallerAuth.Calls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CallerAuth.Voice;

/// <summary>Lets only Twilio in. Anybody else gets 403 with an empty body, and nothing happens.</summary>
internal sealed partial class TwilioSignatureFilter(
    IOptionsMonitor<TwilioOptions> twilio, IOptions<PublicOptions> address, ILogger<TwilioSignatureFilter> logger) : IEndpointFilter
{
    private const string Header = "X-Twilio-Signature";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!await IsSignedAsync(request, context.HttpContext.RequestAborted))
        {
            Refused(request.Path);
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        return await next(context);
    }

    private async Task<bool> IsSignedAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers[Header] is not [{ Length: > 0 } signature] || !request.HasFormContentType)
            return false;
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return Urls(request).Any(url => twilio.CurrentValue.SigningTokens().Any(token => TwilioSignature.IsValid(token, url, form, signature)));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            // A form that cannot be read, ends too soon, claims UTF-7, or is over its limits, was not signed by Twilio.
            return false;
        }
    }

    // The path as it was read, and as it came: escapes that a path need not have (a queue called "you & me") are undone by reading.
    private IEnumerable<string> Urls(HttpRequest request)
    {
        var read = request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        yield return BaseUrl() + read;
        if (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] came && came != read)
            yield return BaseUrl() + came;
    }

    private string BaseUrl()
    {
        var own = twilio.CurrentValue.RequestValidation.BaseUrlOverride;
        return (own.Length > 0 ? own : address.Value.PublicBaseUrl).TrimEnd('/');
    }

    [LoggerMessage(4001, LogLevel.Warning, "Refused a request to {Path} that Twilio has not signed; if it was Twilio, check Twilio:AuthToken and PublicBaseUrl")]
    private partial void Refused(string path);
}
