using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Twilio.AspNet.Core;
using Twilio.TwiML;

namespace CallerAuth.Tests.Twilio;

public sealed class TwiMLResultTests
{
    private static readonly VoiceResponse Response = new VoiceResponse().Say("Å & ø").Hangup();

    [Fact]
    public async Task A_document_is_the_answer()
    {
        var (context, body) = await ExecuteAsync(Results.Extensions.TwiML(Response));

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal("application/xml", context.Response.ContentType);
        Assert.Equal(Encoding.UTF8.GetByteCount(body), context.Response.ContentLength);
        Assert.Equal("""<?xml version="1.0" encoding="utf-8"?><Response><Say>Å &amp; ø</Say><Hangup /></Response>""", body);
    }

    [Fact]
    public async Task Both_ways_to_a_result_give_the_same()
    {
        Assert.Equal((await ExecuteAsync(Response.ToTwiMLResult())).Body, (await ExecuteAsync(Results.Extensions.TwiML(Response))).Body);
        Assert.Equal(
            (await ExecuteAsync(Response.ToTwiMLResult(SaveOptions.None))).Body,
            (await ExecuteAsync(Results.Extensions.TwiML(Response, SaveOptions.None))).Body);
    }

    private static async Task<(HttpContext Context, string Body)> ExecuteAsync(TwiMLResult result)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await result.ExecuteAsync(context);
        return (context, Encoding.UTF8.GetString(body.ToArray()));
    }
}
