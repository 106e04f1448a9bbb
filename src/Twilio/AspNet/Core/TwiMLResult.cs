using System.Buffers;
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
        var response = httpContext.Response;
        response.ContentType = ContentType;
        if (formattingOptions == SaveOptions.DisableFormatting)
        {
            using var document = twiml.Write();
            response.ContentLength = document.Bytes.Length;
            response.BodyWriter.Write(document.Bytes);
        }
        else
        {
            var document = Encoding.UTF8.GetBytes(twiml.ToString(formattingOptions));
            response.ContentLength = document.Length;
            response.BodyWriter.Write(document);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
