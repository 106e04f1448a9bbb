namespace CallerAuth.IntegrationTests.Startup;

/// <summary>The real program, as an operator runs it: with faulty settings it says all that is wrong at once and does not start.</summary>
public class RefusedStartTests
{
    private const int ConfigurationFault = 78;

    private static readonly Dictionary<string, string> Faultless = new(StringComparer.Ordinal)
    {
        ["PublicBaseUrl"] = "https://example.ngrok.app",
        ["Twilio:AuthToken"] = "token",
        ["Twilio:Client:AccountSid"] = "AC00000000000000000000000000000001",
        ["Ciba:Authority"] = "https://nordlys.idura.broker",
        ["Ciba:ClientId"] = "urn:nordlys",
        ["Ciba:ClientAuthentication"] = "client_secret_basic",
        ["Ciba:ClientSecret"] = "secret-of-the-client",
        ["Store:ConnectionString"] = "127.0.0.1:1,password=secret-of-the-store",
        ["Privacy:NationalIdHashKey"] = "c2l4dHktZm91ciBjaGFyYWN0ZXJzIG9mIHRlc3Qga2V5LCBubyBzZWNyZXQ=",
        ["Lines:+4721000000:Name"] = "Nordlys Forsikring",
        ["Lines:+4721000000:Languages:0"] = "nb-NO",
        ["Lines:+4721000000:Eids:0"] = "no-bankid",
        ["Lines:+4721000000:WhenVerified:Kind"] = "Queue",
        ["Lines:+4721000000:WhenVerified:Name"] = "support",
        ["Lines:+4721000000:WhenUnverified:Kind"] = "Hangup",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_settings_every_missing_one_is_named()
    {
        var (exitCode, errors) = await RunAsync([]);

        Assert.Equal(ConfigurationFault, exitCode);
        string[] keys = ["PublicBaseUrl", "Twilio:AuthToken", "Twilio:Client:AccountSid", "Ciba:Authority", "Ciba:ClientId", "Ciba:PrivateKeyPath", "Store:ConnectionString", "Privacy:NationalIdHashKey", "Lines"];
        Assert.All(keys, key => Assert.Contains($"  - {key}: ", errors, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Ciba:Authority", "http://nordlys.idura.broker")]
    [InlineData("Ciba:TokenEndpoint", "http://nordlys.idura.broker/oauth2/token")]
    [InlineData("PublicBaseUrl", "http://example.ngrok.app")]
    [InlineData("Twilio:ApiBaseUrl", "http://twilio.example")]
    [InlineData("Privacy:NationalIdHashKey", "c2hvcnQ=")]
    [InlineData("Lines:+4721000000:Eids:0", "no-bankit")]
    [InlineData("Lines:+4721000000:WhenVerified:Kind", "Teleport")]
    [InlineData("Store:Embedded", "true")]
    [InlineData("Server:MaxConnections", "3")]
    [InlineData("Server:StopDelay", "00:05:00")]
    [InlineData("Server:StopDelay", "soon")]
    [InlineData("Telemetry:Prometheus", "yes")]
    [InlineData("Ciba:RequireNationalIdClaim", "yes")]
    [InlineData("Ciba:TokenDelivery", "Shove")]
    public async Task One_fault_is_named_alone_with_its_key_and_without_any_secret(string key, string value)
    {
        var (exitCode, errors) = await RunAsync(new(Faultless, StringComparer.Ordinal) { [key] = value });

        Assert.Equal(ConfigurationFault, exitCode);
        var fault = Assert.Single(errors.Split('\n'), line => line.StartsWith("  - ", StringComparison.Ordinal));
        Assert.Contains(key.Replace(":Eids:0", ":Eids", StringComparison.Ordinal), fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(Dictionary<string, string> settings)
    {
        var (exitCode, _, errors) = await ServiceProgram.RunAsync(settings, [], "", Cancellation);
        return (exitCode, errors);
    }
}
