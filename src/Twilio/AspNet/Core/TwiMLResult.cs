using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Twilio.AspNet.Core;

/// <summary>Answers a webhook with a TwiML document.</summary>
public class TwiMLResult(TwiML.TwiML twiml, SaveOptions formattingOptions) : IResult
{
    private const string ContentType = "application/xml";

    /// <summary>Without line breaks: Twilio does not read them, and beside spoken text they would be part of it.</summary>
    public TwiMLResult(TwiML.TwiML twiml)
        : this(twiml, SaveOptions.DisableFormatting)
    {
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var document = Encoding.UTF8.GetBytes(twiml.ToString(formattingOptions));
        httpContext.Response.ContentType = ContentType;
        httpContext.Response.ContentLength = document.Length;
        await httpContext.Response.Body.WriteAsync(document, httpContext.RequestAborted);
    }
}
