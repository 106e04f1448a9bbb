namespace CallerAuth.IntegrationTests.Startup;

/// <summary>The doctor says what is well and what is not, names the mend, and changes nothing.</summary>
public class DoctorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_all_is_well_nothing_ails_and_the_public_key_is_there_to_be_registered()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);

        var (exitCode, output, errors) = await world.RunAsync(["doctor"]);

        Assert.True(exitCode == 0, output + errors);
        Assert.DoesNotContain("FAULT", output, StringComparison.Ordinal);
        string[] said = ["Settings: complete", "Signing key: RS256, kid ", "{\"keys\":[{\"kty\":\"RSA\"", "Provider: ", "Clock: agrees", "Client: the provider knows", "Store: answers", "Public address: ", "Twilio: account AC", $"Line {OperatorWorld.Number}: calls this service", "Nothing ails."];
        Assert.All(said, words => Assert.Contains(words, output, StringComparison.Ordinal));
        // d, p and q are the private members of a JWK.
        Assert.DoesNotContain("\"d\":", output, StringComparison.Ordinal);
        Assert.All(world.Settings.Where(setting => setting.Key.EndsWith("Token", StringComparison.Ordinal) || setting.Key.EndsWith("HashKey", StringComparison.Ordinal)), secret => Assert.DoesNotContain(secret.Value, output, StringComparison.Ordinal));
        Assert.Null(world.Change);
    }

    [Fact]
    public async Task Without_any_settings_each_missing_one_is_named_and_the_rest_is_skipped()
    {
        var (exitCode, output, _) = await ServiceProgram.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal), ["doctor"], "", Cancellation);

        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT   Settings: Ciba:Authority: ", output, StringComparison.Ordinal);
        Assert.Contains("skip    Provider: its settings are at fault; see above", output, StringComparison.Ordinal);
        Assert.Contains("skip    Twilio: its settings are at fault; see above", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ciba:ClientId", "urn:somebody:else", "Client: the provider answers invalid_client to client urn:somebody:else", "Register the JWKS above")]
    [InlineData("Ciba:Authority", "http://127.0.0.1:1", "Provider: http://127.0.0.1:1: discovery: ", "Ciba:Authority must be the address that the provider gave you")]
    [InlineData("Store:ConnectionString", "127.0.0.1:1", "Store: does not answer", "docs/deploy/store.md")]
    [InlineData("PublicBaseUrl", "http://127.0.0.1:1", "Public address: http://127.0.0.1:1/voice/incoming cannot be reached: ConnectionError", "ngrok start callerauth")]
    [InlineData("Ciba:PrivateKeyPath", "/nowhere/key.pem", "Settings: Ciba:PrivateKeyPath: no file at /nowhere/key.pem", "write the path of a PEM or JWK file")]
    public async Task What_a_wrong_setting_spoils_is_named_with_its_mend(string key, string value, string fault, string mend)
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.Settings[key] = value;

        var (exitCode, output, _) = await world.RunAsync(["doctor"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT   " + fault, output, StringComparison.Ordinal);
        Assert.Contains(mend, output, StringComparison.Ordinal);
    }

    /// <summary>Only a provider that has looked for the made-up id under our name has shown that it knows us (CIBA Core §11).</summary>
    [Theory]
    [InlineData(400, "invalid_grant", "ok      Client: the provider knows")]
    [InlineData(400, "expired_token", "ok      Client: the provider knows")]
    [InlineData(400, "unsupported_grant_type", "FAULT   Client: the token endpoint answers unsupported_grant_type to client")]
    [InlineData(400, "invalid_request", "FAULT   Client: the token endpoint answers invalid_request to client")]
    [InlineData(400, "authorization_pending", "FAULT   Client: the token endpoint answers authorization_pending to client")]
    [InlineData(403, "access_denied", "FAULT   Client: the token endpoint answers access_denied to client")]
    [InlineData(401, "invalid_client", "FAULT   Client: the provider answers invalid_client to client")]
    public async Task The_provider_knows_us_by_two_answers_alone(int status, string error, string said)
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.TokenEndpointAnswers(status, new { error });

        Assert.Contains(said, (await world.RunAsync(["doctor"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_answers_once_and_then_drops_the_connection_does_not_end_the_checkups()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        await using var provider = await FleetingProvider.StartAsync(world.Settings["Ciba:Authority"], Cancellation);
        world.Settings["Ciba:Authority"] = provider.Authority;

        var (exitCode, output, errors) = await world.RunAsync(["doctor"]);

        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Contains("FAULT   Clock: the provider answered once and then no more: ", output, StringComparison.Ordinal);
        Assert.Contains("ok      Twilio: account AC", output, StringComparison.Ordinal);
    }

    /// <summary>Whatever a checkup did not expect is one fault among the others, with its mend; here an account that is no account.</summary>
    [Fact]
    public async Task What_nobody_expected_is_a_fault_with_its_mend()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.AccountAnswers(200, new { });

        var (exitCode, output, errors) = await world.RunAsync(["doctor"]);

        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Contains("FAULT   Twilio: could not be looked at to the end (KeyNotFoundException)\n        See whether Twilio:Client", output, StringComparison.Ordinal);
        Assert.EndsWith("1 thing to mend.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_can_be_tried_on_the_command_line()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);

        var (exitCode, output, _) = await world.RunAsync(["doctor", "--PublicBaseUrl", "http://127.0.0.1:1"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT   Public address: http://127.0.0.1:1/voice/incoming cannot be reached", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twilio_that_refuses_the_credentials_is_told_apart_from_an_account_in_trouble_and_from_a_foreign_token()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);

        world.AccountAnswers(401, new { code = 20003, message = "Authenticate", status = 401 });
        Assert.Contains("FAULT   Twilio: refuses the credentials (401)", (await world.RunAsync(["doctor"])).Output, StringComparison.Ordinal);
        world.AccountAnswers(200, new { status = "suspended" });
        Assert.Contains(" is suspended", (await world.RunAsync(["doctor"])).Output, StringComparison.Ordinal);
        world.AccountAnswers(200, new { status = "active", auth_token = "another" });
        Assert.Contains("signs webhooks with another auth token", (await world.RunAsync(["doctor"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_calls_somebody_else_or_is_not_ours_is_named()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);

        world.NumberCalls("https://demo.twilio.com/welcome/voice/", "");
        var elsewhere = (await world.RunAsync(["doctor"])).Output;
        world.HasNoNumbers();
        var nowhere = (await world.RunAsync(["doctor"])).Output;

        Assert.Contains($"FAULT   Line {OperatorWorld.Number}: voice URL is https://demo.twilio.com/welcome/voice/, not {world.Web.Url}/voice/incoming; status callback is not set, not ", elsewhere, StringComparison.Ordinal);
        Assert.Contains($"\"twilio connect {OperatorWorld.Number}\" sets it.", elsewhere, StringComparison.Ordinal);
        Assert.Contains($"FAULT   Line {OperatorWorld.Number}: is no number of this account", nowhere, StringComparison.Ordinal);
    }
}
