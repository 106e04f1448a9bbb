namespace CallerAuth.IntegrationTests.Startup;

/// <summary>A number is connected to this service by one command, which shows what will change and asks first.</summary>
public class TwilioConnectTests
{
    private const string Tunnel = "https://nordlys.ngrok.app";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_will_change_is_shown_and_nothing_changes_without_a_yes()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.NumberCalls("https://demo.twilio.com/welcome/voice/", "");

        var (exitCode, output, _) = await world.RunAsync(["twilio", "connect", OperatorWorld.Number, "--url", Tunnel], input: "n\n");

        Assert.Equal(1, exitCode);
        Assert.Contains($"https://demo.twilio.com/welcome/voice/  ->  {Tunnel}/voice/incoming", output, StringComparison.Ordinal);
        Assert.Contains($"not set  ->  {Tunnel}/voice/status", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", output, StringComparison.Ordinal);
        Assert.Null(world.Change);
    }

    [Fact]
    public async Task The_address_is_that_of_a_running_ngrok_and_one_is_told_to_start_the_service_with_it()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.NgrokTunnels(Tunnel);

        var (exitCode, output, _) = await world.RunAsync(["twilio", "connect", OperatorWorld.Number, "--ngrok", world.Web.Url!], input: "y\n");

        Assert.Equal(0, exitCode);
        Assert.Contains($"Start the service with PublicBaseUrl={Tunnel}", output, StringComparison.Ordinal);
        Assert.Contains($"VoiceUrl={Uri.EscapeDataString(Tunnel + "/voice/incoming")}&VoiceMethod=POST", world.Change, StringComparison.Ordinal);
        Assert.Contains($"StatusCallback={Uri.EscapeDataString(Tunnel + "/voice/status")}&StatusCallbackMethod=POST", world.Change, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_calls_us_already_is_left_alone()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.NumberCalls(Tunnel + "/voice/incoming", Tunnel + "/voice/status");

        var (exitCode, output, _) = await world.RunAsync(["twilio", "connect", OperatorWorld.Number, "--url", Tunnel, "--yes"]);

        Assert.Equal(0, exitCode);
        Assert.Contains($"{OperatorWorld.Number} calls {Tunnel} already.", output, StringComparison.Ordinal);
        Assert.Null(world.Change);
    }

    [Fact]
    public async Task Twilio_that_takes_too_long_is_said_to_give_no_answer()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.NumbersTakeTooLong();

        var (exitCode, _, errors) = await world.RunAsync(["twilio", "connect", OperatorWorld.Number, "--url", Tunnel, "--yes"]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Twilio gives no answer (TimeoutRejectedException).", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("connect", "21000000")]
    [InlineData("connect", "+4721000000", "--url", "nordlys")]
    [InlineData("connect", "+4721000000", "--fall", "https://x.example")]
    [InlineData("disconnect", "+4721000000")]
    public async Task Whoever_asks_otherwise_is_shown_how(params string[] words)
    {
        var (exitCode, _, errors) = await ServiceProgram.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal), ["twilio", .. words], "", Cancellation);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("CallerAuth twilio connect NUMBER", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_of_somebody_else_and_a_missing_address_are_said_to_be_so()
    {
        await using var world = await OperatorWorld.StartAsync(Cancellation);
        world.HasNoNumbers();

        Assert.Contains("is no number of this account", (await world.RunAsync(["twilio", "connect", OperatorWorld.Number, "--url", Tunnel])).Errors, StringComparison.Ordinal);
        // The simulator's address is plain http, which Twilio is not given.
        Assert.Contains("No public https address", (await world.RunAsync(["twilio", "connect", OperatorWorld.Number, "--ngrok", "http://127.0.0.1:1"])).Errors, StringComparison.Ordinal);
    }
}
