using System.Security.Cryptography;
using CallerAuth.Webhooks;

namespace CallerAuth.Tests.Webhooks;

/// <summary>The signature of the Standard Webhooks: their own vectors, and the forms that a secret may have.</summary>
public class WebhookSecretTests
{
    /// <summary>Of the specification's reference libraries.</summary>
    private const string Published = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}""", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void A_published_vector_is_signed_as_published(string id, string timestamp, string body, string signature) =>
        Assert.Equal(signature, The(Published).Sign(id, timestamp, body));

    [Fact]
    public void Each_secret_signs_so_that_either_of_two_is_enough()
    {
        var other = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var target = new WebhookTarget(new WebhookOptions { Url = "https://crm.example/events", Secret = other, AdditionalSecrets = [Published] });

        var signatures = target.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}""").Split(' ');

        Assert.Equal([The(other).Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="], signatures);
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(23, false)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool good) =>
        Assert.Equal(good, WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[bytes]), out _));

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base64 at all, though long enough to be")]
    [InlineData("whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Anything_else_is_none(string text) => Assert.False(WebhookSecret.TryParse(text, out _));

    [Fact]
    public void It_does_not_print() => Assert.Equal("whsec_***", The(Published).ToString());

    private static WebhookSecret The(string text) => WebhookSecret.TryParse(text, out var secret) ? secret : throw new InvalidOperationException("The fixture is no secret.");
}
