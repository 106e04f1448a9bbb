using System.Text.Json.Nodes;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Recording;
using CallerAuth.Simulator.Replay;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.IntegrationTests.Recording;

/// <summary>A step whose writing takes longer than its answer may wait: the answer goes out, and the recording keeps the step.</summary>
public class SlowRecordingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_that_outlives_its_request_is_written_as_it_was()
    {
        RedisServer.SkipIfMissing();
        var directory = Directory.CreateTempSubdirectory("callerauth-recording-").FullName;
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Recording:Directory"] = directory });
        var recorder = service.Services.GetRequiredService<CallRecorder>();
        var line = Simulator.Line.Nordlys.Number;
        var context = new DefaultHttpContext();
        context.Request.Path = "/voice/incoming";
        context.Request.Form = new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal)
        {
            ["CallSid"] = "CA0123456789abcdef0123456789abcdef",
            ["From"] = "+4790000001",
            ["To"] = line,
            ["CallStatus"] = "ringing",
        });
        world.Redis!.Freeze();

        await recorder.AnsweredAsync(context.Request, StatusCodes.Status200OK, "<Response/>"u8.ToArray());
        // As Kestrel does with a request that has ended.
        context.Request.Path = "/live";
        context.Request.Form = FormCollection.Empty;
        world.Redis.Thaw();

        var written = await WrittenAsync(directory);
        Assert.Equal("/voice/incoming", (string?)written["webhook"]);
        Assert.Equal("ringing", (string?)written["form"]!["CallStatus"]);
        Assert.Contains(service.Logs.GetSnapshot(), entry => entry.Id.Id == 4901);
        Directory.Delete(directory, recursive: true);
    }

    private static async Task<JsonObject> WrittenAsync(string directory)
    {
        using var given = new CancellationTokenSource(Patience);
        while (true)
        {
            if (Directory.GetFiles(directory) is [var file] && await File.ReadAllTextAsync(file, given.Token) is var text && text.Count(c => c == '\n') > 1)
                return RecordedCall.Parse(text).Happened[0];
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, given.Token);
        }
    }
}
