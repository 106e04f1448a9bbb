using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

/// <summary>Expected values were computed by Twilio's own Node package.</summary>
public sealed class TwilioSignatureTests
{
    private static readonly KeyValuePair<string, string>[] DocumentedForm =
    [
        new("To", "+18005551212"),
        new("CallSid", "CA1234567890ABCDE"),
        new("Caller", "+14158675310"),
        new("From", "+14158675310"),
        new("Digits", "1234"),
    ];

    [Fact]
    public void The_example_of_the_documentation_is_reproduced() =>
        Assert.Equal("L/OH5YylLD5NRKLltdqwSvS0BnU=", TwilioSignature.Compute("12345", "https://example.com/myapp.php?foo=1&bar=2", DocumentedForm));

    [Theory]
    [InlineData("03M/Fmo7cUSjvorQOIorvd3ycX8=", "a=1|B=2|_c=3")]
    [InlineData("2URZyhxCtqjaPR1YhNQfpE+YH38=", "Name=Åse Ødegård 😀")]
    [InlineData("PdqZi1OFU9NuZ4Yid89K+aQPaPU=", "A=|B=x")]
    public void Keys_are_sorted_by_code_and_values_are_taken_as_they_are(string signature, string form)
    {
        var fields = form.Split('|').Select(field => field.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));

        Assert.Equal(signature, TwilioSignature.Compute("12345", "https://example.com/v", fields));
    }

    [Theory]
    [InlineData("https://user:secret@example.com:8443/v?x=1#rc=2", "https://example.com/v?x=1")]
    [InlineData("http://127.0.0.1:5000/v", "http://127.0.0.1:5000/v")]
    public void The_port_is_signed_over_http_only_and_user_info_never(string url, string expected) => Assert.Equal(expected, TwilioSignature.SignedUrl(new Uri(url)));
}
