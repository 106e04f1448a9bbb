using CallerAuth.Calls;
using CallerAuth.Tests.Contracts;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Calls;

public class PublicOptionsValidatorTests
{
    [Theory]
    [InlineData("https://example.ngrok.app", true)]
    [InlineData("https://callers.example:8443/below/", true)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("", false)]
    [InlineData("example.ngrok.app", false)]
    [InlineData("/voice", false)]
    [InlineData("ftp://callers.example", false)]
    [InlineData("http://callers.example", false)]
    [InlineData("http://127.0.0.1.example", false)]
    [InlineData("https://callers.example?a=b", false)]
    [InlineData("https://callers.example#a", false)]
    [InlineData("https://call_ers.example", false)]
    [InlineData("https://callers.example/voice", false)]
    [InlineData("https://callers.example/Agent/below", false)]
    [InlineData("https://callers.example/voices", true)]
    public void An_address_that_Twilio_can_call_and_that_keeps_what_it_carries(string address, bool good) =>
        Assert.Equal(good ? [] : ["PublicBaseUrl"], Faults.KeysIn(new PublicOptionsValidator(), new PublicOptions { PublicBaseUrl = address }));

    [Theory]
    [InlineData("https://callers.example/below/")]
    [InlineData("https://callers.example/below")]
    public void Every_address_we_give_lies_below_it(string address)
    {
        var urls = new PublicUrls(Options.Create(new PublicOptions { PublicBaseUrl = address }));

        var all = typeof(PublicUrls).GetProperties().Select(property => (Uri)property.GetValue(urls)!).ToList();

        Assert.All(all, url => Assert.StartsWith("https://callers.example/below/", url.AbsoluteUri, StringComparison.Ordinal));
        Assert.Distinct(all);
    }
}
