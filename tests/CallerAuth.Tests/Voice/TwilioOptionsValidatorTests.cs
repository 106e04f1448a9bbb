using CallerAuth.Tests.Contracts;
using CallerAuth.Voice;

namespace CallerAuth.Tests.Voice;

public class TwilioOptionsValidatorTests
{
    private const string AccountSid = "AC00000000000000000000000000000001";

    private static readonly TwilioOptionsValidator Validator = new();

    [Fact]
    public void An_auth_token_alone_signs_webhooks_and_moves_calls() => Assert.Empty(Faults.In(Validator, Good()));

    [Fact]
    public void An_API_key_needs_no_auth_token_beside_the_one_that_signs()
    {
        var options = new TwilioOptions
        {
            RequestValidation = { AuthToken = "t" },
            Client = { AccountSid = AccountSid, ApiKeySid = "SK1", ApiKeySecret = "s" },
        };

        Assert.Empty(Faults.In(Validator, options));
        Assert.Equal(["t"], options.SigningTokens());
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var options = new TwilioOptions { ApiBaseUrl = "api.twilio.com", RequestValidation = { BaseUrlOverride = "http://callers.example" } };

        Assert.Equal(
            ["Twilio:AuthToken", "Twilio:Client:AccountSid", "Twilio:Client", "Twilio:RequestValidation:BaseUrlOverride", "Twilio:ApiBaseUrl"],
            Faults.KeysIn(Validator, options));
    }

    [Theory]
    [InlineData("SK1", "")]
    [InlineData("", "secret")]
    public void Half_an_API_key(string sid, string secret)
    {
        var options = Good();
        (options.Client.ApiKeySid, options.Client.ApiKeySecret) = (sid, secret);

        Assert.Equal(["Twilio:Client:ApiKeySid and Twilio:Client:ApiKeySecret"], Faults.KeysIn(Validator, options));
    }

    [Theory]
    [InlineData("https://api.dublin.ie1.twilio.com", true)]
    [InlineData("http://127.0.0.1:5090", true)]
    [InlineData("http://localhost:5090", true)]
    [InlineData("http://[::1]:5090", true)]
    [InlineData("http://api.twilio.com", false)]
    [InlineData("ftp://api.twilio.com", false)]
    [InlineData("/2010-04-01", false)]
    public void Plain_http_is_for_loopback_alone(string address, bool good)
    {
        var options = Good();
        options.ApiBaseUrl = address;

        Assert.Equal(good ? [] : ["Twilio:ApiBaseUrl"], Faults.KeysIn(Validator, options));
    }

    [Fact]
    public void A_fault_does_not_repeat_a_secret()
    {
        var options = new TwilioOptions { AuthToken = "hush", Client = { AccountSid = "hush", AuthToken = "hush", ApiKeySecret = "hush" } };

        Assert.DoesNotContain("hush", string.Concat(Faults.In(Validator, options)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_token_that_may_have_signed_counts_and_that_of_the_validation_goes_before_the_accounts()
    {
        var options = new TwilioOptions { AuthToken = "a", RequestValidation = { AdditionalAuthTokens = ["b", "", "c"] } };
        Assert.Equal(["a", "b", "c"], options.SigningTokens());

        options.RequestValidation.AuthToken = "v";
        Assert.Equal(["v", "b", "c"], options.SigningTokens());
    }

    private static TwilioOptions Good() => new() { AuthToken = "t", Client = { AccountSid = AccountSid } };
}
