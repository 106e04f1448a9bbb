using CallerAuth.Calls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CallerAuth.Voice;

/// <summary>
/// Lets only Twilio in. Anybody else gets 403 with an empty body, and nothing happens. Twilio can also sign a body of JSON; no step
/// takes one, so it is checked and answered 415, which tells a wrong content type from a wrong token in Twilio's debugger.
/// </summary>
internal sealed class TwilioSignatureFilter(IOptionsMonitor<TwilioOptions> twilio, IOptions<PublicOptions> address, Refusals refusals) : IEndpointFilter
{
    private const string Header = "X-Twilio-Signature";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var status = await StatusOfAsync(request, context.HttpContext.RequestAborted);
        if (status != StatusCodes.Status200OK)
        {
            refusals.Note(request.Path, status);
            return Results.StatusCode(status);
        }

        return await next(context);
    }

    private async Task<int> StatusOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers[Header] is not [{ Length: > 0 } signature])
            return StatusCodes.Status403Forbidden;
        try
        {
            var isForm = IsForm(request);
            var isSigned = isForm
                ? IsSigned(request, await request.ReadFormAsync(cancellationToken), signature)
                : IsSigned(request, await BodyOfAsync(request, cancellationToken), signature);
            return (isSigned, isForm) switch
            {
                (false, _) => StatusCodes.Status403Forbidden,
                (true, false) => StatusCodes.Status415UnsupportedMediaType,
                _ => StatusCodes.Status200OK,
            };
        }
        catch (BadHttpRequestException e)
        {
            // Too big, too slow, or broken off.
            return e.StatusCode;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            // A form over its limits, one that claims UTF-7, or a body that breaks off or is framed by nonsense, was not signed by Twilio.
            return StatusCodes.Status403Forbidden;
        }
    }

    private bool IsSigned(HttpRequest request, IFormCollection form, string signature) =>
        Urls(request).Any(url => twilio.CurrentValue.SigningTokens().Any(token => TwilioSignature.IsValid(token, url, form, signature)));

    private bool IsSigned(HttpRequest request, byte[] body, string signature) =>
        Urls(request).Any(url => twilio.CurrentValue.SigningTokens().Any(token => TwilioSignature.IsValidBody(token, url, body, signature)));

    // Not HasFormContentType: it takes multipart too, which Twilio never sends.
    private static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    // The server's limit on bodies bounds it.
    private static async Task<byte[]> BodyOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    // The path as it was read, and as it came: escapes that a path need not have (a queue called "you & me") are undone by reading.
    private IEnumerable<string> Urls(HttpRequest request)
    {
        var read = request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        yield return BaseUrl() + read;
        if (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] raw && BelowBase(raw, request.PathBase) is var came && came != read)
            yield return BaseUrl() + came;
    }

    // The address has the public path already, and a proxy may have left it on.
    private static string BelowBase(string raw, PathString pathBase) =>
        pathBase.ToUriComponent() is { Length: > 0 } path && raw.StartsWith(path + "/", StringComparison.Ordinal) ? raw[path.Length..] : raw;

    private string BaseUrl()
    {
        var own = twilio.CurrentValue.RequestValidation.BaseUrlOverride;
        return (own.Length > 0 ? own : address.Value.PublicBaseUrl).TrimEnd('/');
    }
}
