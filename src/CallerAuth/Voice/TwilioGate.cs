using CallerAuth.Calls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CallerAuth.Voice;

/// <summary>
/// Lets only Twilio in. Anybody else gets 403 with an empty body, and nothing happens. Twilio can also sign a body of JSON; no step
/// takes one, so it is checked and answered 415, which tells a wrong content type from a wrong token in Twilio's debugger.
/// </summary>
internal sealed class TwilioGate(IOptionsMonitor<TwilioOptions> twilio, IOptions<PublicOptions> address, Refusals refusals)
{
    private const string Header = "X-Twilio-Signature";

    /// <summary>As Twilio writes it.</summary>
    private const string UsualForm = "application/x-www-form-urlencoded; charset=UTF-8";

    private volatile TwilioSigner _signer = new(twilio.CurrentValue, address.Value.PublicBaseUrl);

    /// <summary>The same endpoint, for Twilio alone. It finds the form in <see cref="HttpRequest.Form"/>.</summary>
    public RequestDelegate Before(RequestDelegate endpoint) => async context =>
    {
        var request = context.Request;
        var status = await StatusOfAsync(request, context.RequestAborted);
        if (status == StatusCodes.Status200OK)
        {
            await endpoint(context);
            return;
        }

        refusals.Note(request.Path, status);
        context.Response.StatusCode = status;
    };

    private async ValueTask<int> StatusOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers[Header] is not [{ Length: > 0 } signature])
            return StatusCodes.Status403Forbidden;
        try
        {
            if (!IsForm(request.ContentType))
                return IsSigned(request, await BodyOfAsync(request, cancellationToken), signature) ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status403Forbidden;
            var form = await FormOfAsync(request, cancellationToken);
            return IsSigned(request, form, signature) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        }
        catch (BadHttpRequestException e)
        {
            // Too big, too slow, or broken off.
            return e.StatusCode;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // A form over its limits, one that is no text, or a body that breaks off or is framed by nonsense, was not signed by Twilio.
            return StatusCodes.Status403Forbidden;
        }
    }

    private bool IsSigned(HttpRequest request, WebhookForm form, string signature) =>
        IsSignedAs(AsRead(request), form, signature) || (AsItCame(request) is { } url && IsSignedAs(url, form, signature));

    private bool IsSignedAs(string url, WebhookForm form, string signature)
    {
        foreach (var key in Signer().Keys)
        {
            if (TwilioSignature.IsValid(key, url, form, signature))
                return true;
        }

        return false;
    }

    private bool IsSigned(HttpRequest request, byte[] body, string signature) =>
        new[] { AsRead(request), AsItCame(request) }.Any(url => Signer().Keys.Any(key => TwilioSignature.IsValidBody(key, url, body, signature)));

    // Not HasFormContentType: it takes multipart too, which Twilio never sends, nor any charset but one.
    private static bool IsForm(string? contentType) =>
        contentType == UsualForm
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    // The server's limit on bodies bounds it. The form lives as long as its request.
    private static async ValueTask<WebhookForm> FormOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var form = new WebhookForm(read.Buffer);
            request.HttpContext.Response.RegisterForDispose(form);
            request.HttpContext.Features.Set<IFormFeature>(form);
            body.AdvanceTo(read.Buffer.End);
            return form;
        }
    }

    private static async Task<byte[]> BodyOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    private string AsRead(HttpRequest request) => string.Concat(Signer().BaseUrl, request.Path.ToUriComponent(), request.QueryString.ToUriComponent());

    // Escapes that a path need not have (a queue called "you & me") are undone by reading.
    private string? AsItCame(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] raw ? Signer().BaseUrl + BelowBase(raw, request.PathBase) : null;

    // The address has the public path already, and a proxy may have left it on.
    private static string BelowBase(string raw, PathString pathBase) =>
        pathBase.ToUriComponent() is { Length: > 0 } path && raw.StartsWith(path + "/", StringComparison.Ordinal) ? raw[path.Length..] : raw;

    private TwilioSigner Signer()
    {
        var settings = twilio.CurrentValue;
        var signer = _signer;
        return signer.IsOf(settings) ? signer : _signer = new TwilioSigner(settings, address.Value.PublicBaseUrl);
    }
}
