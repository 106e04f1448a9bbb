using System.Xml;
using System.Xml.Linq;

namespace CallerAuth.Simulator.Telephony;

/// <summary>A TwiML document and where it came from; a document sent by REST came from nowhere, so its URLs must be absolute.</summary>
internal sealed record Page(Uri? Url, XElement Response)
{
    private static readonly string[] TwimlTypes = ["text/xml", "application/xml", "text/html"];

    public static Page Read(Uri? url, string contentType, string body)
    {
        if (!TwimlTypes.Contains(contentType))
            throw new CallFault(12300, url, $"content type “{contentType}” is not TwiML");
        XElement root;
        try
        {
            root = XDocument.Parse(body, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException)
        {
            throw new CallFault(12100, url, "the document is not well-formed XML");
        }

        return TwimlRules.FirstFault(root) is { } fault ? throw new CallFault(12200, url, fault) : new Page(url, root);
    }

    /// <summary>A URL in this document, made absolute.</summary>
    public Uri Resolve(string url)
    {
        // On Unix a path alone is an absolute file URI to .NET.
        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https")
            return absolute!;
        if (Url is null)
            throw new CallFault(13338, null, $"“{url}” must be absolute in TwiML that was sent by REST");
        return Uri.TryCreate(Url, url, out var resolved) && resolved.Scheme is "http" or "https" ? resolved : throw new CallFault(11100, Url, $"“{url}” is not a URL");
    }
}

/// <summary>The next thing Twilio asks for: a URL with its own parameters, or a document that was sent by REST.</summary>
internal sealed record Next(Uri? Url, HttpMethod Method, IReadOnlyList<KeyValuePair<string, string>> Parameters, string? Twiml = null);

/// <summary>Something that ends a call at Twilio with “an application error has occurred”, under the number of its debugger.</summary>
internal sealed class CallFault(int code, Uri? url, string message) : Exception(message)
{
    public int Code { get; } = code;

    public Uri? Url { get; } = url;
}

/// <summary>An entry of Twilio's debugger. In truth it shows the request's parameters, a keyed national ID among them.</summary>
internal sealed record Alert(int Code, Uri? Url, string Message);
