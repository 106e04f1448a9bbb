using CallerAuth.Tests.Contracts;
using CallerAuth.Tests.Hardening;
using CallerAuth.Webhooks;

namespace CallerAuth.Tests.Webhooks;

public class WebhooksOptionsValidatorTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void No_webhook_at_all_is_fine() => Assert.Empty(Faults.In(In("Production"), new WebhooksOptions()));

    [Fact]
    public void A_good_one_is_fine() => Assert.Empty(FaultsOf(_ => { }));

    [Theory]
    [InlineData("")]
    [InlineData("crm.example/events")]
    [InlineData("ftp://crm.example")]
    [InlineData("http://crm.example/events")]
    [InlineData("http://127.0.0.1:9000/events")]
    [InlineData("https://user:hush@crm.example/events")]
    [InlineData("https://crm.example/events#here")]
    public void An_address_is_https_and_nothing_else(string url) => Assert.Equal(["Webhooks:0:Url"], FaultsOf(webhook => webhook.Url = url));

    [Theory]
    [InlineData("http://127.0.0.1:9000/events", true)]
    [InlineData("http://localhost:9000/events", true)]
    [InlineData("http://crm.example/events", false)]
    public void In_development_a_loopback_address_may_be_plain_http(string url, bool good) =>
        Assert.Equal(good ? [] : ["Webhooks:0:Url"], FaultsOf(webhook => webhook.Url = url, "Development"));

    [Fact]
    public void Every_fault_is_told_at_once_and_no_secret_with_it()
    {
        var options = With(webhook =>
        {
            webhook.Secret = "hush";
            webhook.AdditionalSecrets = [Secret, "hush"];
            webhook.Events = ["verification.completed", "call.answered"];
            webhook.Lines = ["22 00 00 00"];
        });

        var faults = Faults.In(In("Production"), options);

        Assert.Equal(["Webhooks:0:Secret", "Webhooks:0:AdditionalSecrets:1", "Webhooks:0:Events", "Webhooks:0:Lines"], Faults.KeysIn(In("Production"), options));
        Assert.DoesNotContain("hush", string.Concat(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_without_events_would_hear_nothing() => Assert.Equal(["Webhooks:0:Events"], FaultsOf(webhook => webhook.Events = []));

    [Fact]
    public void An_address_stands_once()
    {
        var options = With(_ => { });
        options.Webhooks.Add(options.Webhooks[0]);

        Assert.Equal(["Webhooks"], Faults.KeysIn(In("Production"), options));
    }

    private static string[] FaultsOf(Action<WebhookOptions> change, string environment = "Production") => Faults.KeysIn(In(environment), With(change));

    private static WebhooksOptionsValidator In(string environment) => new(new HostOf(environment));

    private static WebhooksOptions With(Action<WebhookOptions> change)
    {
        var webhook = new WebhookOptions { Url = "https://crm.example/events?source=calls", Secret = Secret, Events = ["verification.completed", "call.routed"], Lines = ["+4721000000"] };
        change(webhook);
        var options = new WebhooksOptions();
        options.Webhooks.Add(webhook);
        return options;
    }
}
