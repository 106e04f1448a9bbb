using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Twilio.AspNet.Core;

/// <summary>Makes <c>Results.Extensions.TwiML(response)</c> an answer of a minimal API.</summary>
public static class ResultsExtensions
{
    public static TwiMLResult TwiML(this IResultExtensions results, TwiML.TwiML twimlResponse) => new(twimlResponse);

    public static TwiMLResult TwiML(this IResultExtensions results, TwiML.TwiML twimlResponse, SaveOptions formattingOptions) =>
        new(twimlResponse, formattingOptions);
}
