using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Replay;

namespace CallerAuth.IntegrationTests.Recording;

/// <summary>Recorded calls, played again: callers hear what they heard when it was recorded.</summary>
public class ReplayTests
{
    public static TheoryData<string> Names => [.. RecordedStories.All.Keys];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_call_goes_as_it_went(string name)
    {
        if (RecordedStories.Rewrites)
            await RewriteAsync(name);

        var difference = await PlayAsync(await File.ReadAllTextAsync(RecordedStories.PathOf(name), Cancellation));

        Assert.True(difference is null, $"{name}: {difference}\nIf callers are to hear this from now on, run this test once with CALLERAUTH_WRITE_DOCS=1 and review what changed.");
    }

    [Fact]
    public void Every_recording_that_lies_there_is_played() => Assert.Equal(
        RecordedStories.All.Keys.Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.GetDirectoryName(RecordedStories.PathOf("any"))!).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_call_on_a_number_that_is_nobodys_is_turned_away_again() => Assert.Null(await PlayAsync(
        """
        {"recording":1,"line":null}
        {"at":0.1,"webhook":"/voice/incoming","request":1,"form":{"From":"{withheld}","To":"{other}","CallStatus":"ringing","Direction":"inbound"},"status":200,"twiml":"<Response><Reject /></Response>"}

        """));

    [Fact]
    public async Task A_changed_prompt_is_the_first_difference()
    {
        const string Now = "Legitimeringen ble avbrutt i appen.";
        const string Then = "Legitimeringen ble stoppet i appen.";
        var recording = await File.ReadAllTextAsync(RecordedStories.PathOf("declined-three-times"), Cancellation);
        var line = Array.FindIndex(recording.Split('\n'), written => written.Contains(Now, StringComparison.Ordinal)) + 1;

        var difference = await PlayAsync(recording.Replace(Now, Then, StringComparison.Ordinal));

        Assert.NotNull(difference);
        Assert.Equal(line, difference.Line);
        Assert.StartsWith("POST /voice/", difference.Where, StringComparison.Ordinal);
        Assert.Contains($"  - ", difference.Text, StringComparison.Ordinal);
        Assert.Matches($"(?m)^  - .*{Then}.*$", difference.Text);
        Assert.Matches($"(?m)^  [+] .*{Now}.*$", difference.Text);
        Assert.DoesNotContain("Velkommen", difference.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_that_no_longer_leads_where_it_led_is_a_difference()
    {
        var recording = await File.ReadAllTextAsync(RecordedStories.PathOf("norwegian-verified"), Cancellation);

        var difference = await PlayAsync(recording.Replace("\"event\":\"Approved\",\"state\":\"Verified\"", "\"event\":\"Approved\",\"state\":\"Ended\"", StringComparison.Ordinal));

        Assert.Equal("Approved", difference?.Where);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"recording\":2,\"line\":null}\n")]
    [InlineData("a transcript\n")]
    [InlineData("[]\n")]
    public void What_is_no_recording_is_refused(string text) => Assert.Throws<InvalidDataException>(() => RecordedCall.Parse(text));

    [Fact]
    public async Task What_came_of_a_clock_cannot_be_played_again()
    {
        const string Recording = "{\"recording\":1,\"line\":null}\n{\"at\":0.1,\"event\":\"DeadlinePassed\",\"state\":\"OfferingRetry\"}\n";

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PlayAsync(Recording));

        Assert.Contains("DeadlinePassed", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<Difference?> PlayAsync(string recording)
    {
        var recorded = RecordedCall.Parse(recording);
        var directory = Directory.CreateTempSubdirectory("callerauth-replay-").FullName;
        try
        {
            await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
            var service = world.StartService(settings: ReplayLine.Settings(recorded, directory));
            return await new Replayer(world.Simulator, service.Url, directory).PlayAsync(recorded, Cancellation);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task RewriteAsync(string name)
    {
        var (recording, world, _, result, directory) = await RecordedStories.RecordAsync(RecordedStories.All[name], Cancellation);
        await world.DisposeAsync();
        Directory.Delete(directory, recursive: true);
        Assert.True(result.AsExpected, result.ToString());
        await File.WriteAllTextAsync(RecordedStories.PathOf(name), recording, Cancellation);
    }
}
