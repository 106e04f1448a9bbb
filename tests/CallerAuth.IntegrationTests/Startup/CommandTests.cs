namespace CallerAuth.IntegrationTests.Startup;

/// <summary>A command is a command whatever follows: nobody who mistypes one has started a service.</summary>
public class CommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("doctor", "x")]
    [InlineData("doctor", "--help")]
    [InlineData("doctor", "--PublicBaseUrl", "https://calls.example.com", "x")]
    [InlineData("keys")]
    [InlineData("keys", "foo")]
    [InlineData("keys", "new", "foo")]
    [InlineData("api-key")]
    [InlineData("api-key", "new")]
    [InlineData("api-key", "new", "a", "b")]
    [InlineData("twilio")]
    [InlineData("twilio", "foo")]
    [InlineData("doctr")]
    [InlineData("serve", "--urls", "http://127.0.0.1:0")]
    public async Task What_is_not_understood_is_answered_with_how_it_is_used(params string[] words)
    {
        var (exitCode, output, errors) = await ServiceProgram.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal), words, "", Cancellation);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("CallerAuth ", errors, StringComparison.Ordinal);
    }
}
