using System.Diagnostics;
using System.Diagnostics.Metrics;
using CallerAuth.Audit;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>When something breaks, more is written than usual; still no secret. And a secret that is written is noticed, wherever it is.</summary>
public class FaultLeakTests
{
    private static readonly TestPerson Caller = People.Norwegian(360);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_that_meets_a_server_error_gives_nothing_away()
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(StoreKind.Redis, Cancellation);
        eavesdropper.Simulator.Provider.Faults.Start.Play(Fault.Answer.ServerError, times: 1);

        var call = await KeyedAsync(eavesdropper);
        await call.UntilHandedOnAsync(Cancellation);

        Assert.Equal("unavailable", call.Last.Reason);
        await AssertQuietAsync(eavesdropper);
    }

    [Fact]
    public async Task A_start_error_that_repeats_the_hint_is_not_repeated()
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(StoreKind.Redis, Cancellation);
        eavesdropper.Simulator.Provider.Faults.Start.Play(Fault.Answer.OAuthError(400, Caller.NationalId, $"no such person: {Caller.NationalId} {Caller.Name}"), times: 1);

        var call = await KeyedAsync(eavesdropper);
        await call.UntilHandedOnAsync(Cancellation);

        await AssertQuietAsync(eavesdropper);
    }

    [Fact]
    public async Task A_store_that_is_gone_when_the_digits_come_gives_nothing_away()
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(StoreKind.Redis, Cancellation);
        var call = eavesdropper.Service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);

        eavesdropper.Redis.Kill();
        await call.PressAsync(Caller.NationalId, Cancellation);
        await eavesdropper.Redis.RestartAsync(Cancellation);
        await eavesdropper.WatchRedisAsync(Cancellation);
        await eavesdropper.Service.UntilReadyAsync(Cancellation);
        await eavesdropper.Service.Call(Line.Vestlys).RingAsync(Cancellation);

        Assert.Contains(eavesdropper.Service.Logs.GetSnapshot(), line => line.Exception is not null);
        await AssertQuietAsync(eavesdropper, starts: 0);
    }

    [Fact]
    public async Task A_redirect_that_Twilio_does_not_take_gives_nothing_away()
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(StoreKind.Redis, Cancellation);
        eavesdropper.Simulator.Carrier.Faults.Rest.Play(new Fault.Abort());
        var call = await KeyedAsync(eavesdropper);
        await call.UntilAskedInAppAsync(Cancellation);
        Assert.Single(eavesdropper.Simulator.Provider.Orders).MoveTo(OrderStatus.Approved);

        await call.UntilHandedOnAsync(Cancellation);

        Assert.Contains(Assert.Single(eavesdropper.Simulator.Provider.Orders).Person.FamilyName, call.Last.Body, StringComparison.Ordinal);
        await AssertQuietAsync(eavesdropper);
        Assert.Contains(eavesdropper.Tap.Requests, request => request.Path.EndsWith($"/Calls/{call.CallSid}.json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--person-stdin", "--kind", "fodselsnummer", "--jsonl")]
    [InlineData("--person-stdin", "--kind", "fodselsnummer")]
    [InlineData("--person-stdin", "--kind", "personnummer")]
    [InlineData("--jsonl")]
    public async Task The_audit_command_prints_no_secret(params string[] words)
    {
        await using var eavesdropper = await Eavesdropper.StartAsync(StoreKind.Redis, Cancellation);
        var call = await KeyedAsync(eavesdropper);
        await call.UntilAskedInAppAsync(Cancellation);
        var order = Assert.Single(eavesdropper.Simulator.Provider.Orders);
        order.MoveTo(OrderStatus.Approved);
        await call.UntilHandedOnAsync(Cancellation);
        await eavesdropper.Service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation);

        await using StringWriter output = new(), errors = new();
        await eavesdropper.Service.Services.GetRequiredService<AuditCommand>().RunAsync(words, new StringReader(Caller.NationalId + "\n"), output, errors, Cancellation);

        Canary[] secrets =
        [
            Canary.OfNationalId(Caller.NationalId), Canary.OfWords("name", order.Person.Name), Canary.OfWords("words", order.Words!), Canary.OfCallingNumber("+4790000001"), Canary.Of("auth_req_id", order.AuthReqId),
        ];
        Assert.Equal(!words.Contains("personnummer"), output.ToString().Contains("verified", StringComparison.Ordinal));
        Assert.Empty(secrets.SelectMany(secret => secret.FormsIn(output.ToString() + errors)));
        await AssertQuietAsync(eavesdropper);
    }

    [Theory]
    [InlineData("log")]
    [InlineData("exception")]
    [InlineData("scope")]
    [InlineData("activity")]
    [InlineData("baggage")]
    [InlineData("event")]
    [InlineData("metric")]
    [InlineData("store")]
    [InlineData("store, gone at once")]
    [InlineData("webhook URL")]
    [InlineData("request")]
    public async Task A_planted_secret_is_noticed(string where)
    {
        var store = where.StartsWith("store,", StringComparison.Ordinal) ? StoreKind.Redis : StoreKind.Embedded;
        await using var eavesdropper = await Eavesdropper.StartAsync(store, Cancellation);
        eavesdropper.Mind(Caller.NationalId);
        Assert.Empty(eavesdropper.Leaks());

        await PlantAsync(eavesdropper, where);

        Assert.NotEmpty(eavesdropper.Leaks());
    }

    private static async Task PlantAsync(Eavesdropper eavesdropper, string where)
    {
        var services = eavesdropper.Service.Services;
        var logger = services.GetRequiredService<ILogger<FaultLeakTests>>();
        using var source = new ActivitySource("planted");
        switch (where)
        {
            case "log":
                Planted(logger, Caller.NationalId, null);
                break;
            case "exception":
                Planted(logger, "", new InvalidOperationException("outer", new FormatException(Caller.NationalId)));
                break;
            case "scope":
                using (logger.BeginScope(new Dictionary<string, object> { ["person"] = Caller.NationalId }))
                    Planted(logger, "", null);
                break;
            case "activity":
                source.StartActivity("planted")!.SetTag("person", Caller.NationalId).Dispose();
                break;
            case "baggage":
                source.StartActivity("planted")!.SetBaggage("person", Caller.NationalId).Dispose();
                break;
            case "event":
                source.StartActivity("planted")!.AddEvent(new ActivityEvent("met", tags: new ActivityTagsCollection { ["person"] = Caller.NationalId })).Dispose();
                break;
            case "metric":
                using (var meter = new Meter("planted"))
                    meter.CreateCounter<long>("people").Add(1, new KeyValuePair<string, object?>("person", Caller.NationalId));
                break;
            case "store":
                await eavesdropper.Service.Store.StringSetAsync("planted", "x" + Caller.NationalId);
                await UntilAsync(() => eavesdropper.Stored.Contains("planted"));
                break;
            case "store, gone at once":
                await eavesdropper.Service.Store.StringSetAsync("planted", "x" + Caller.NationalId);
                await eavesdropper.Service.Store.KeyDeleteAsync("planted");
                await UntilAsync(() => eavesdropper.Stored.Any(command => command.Contains("planted", StringComparison.Ordinal)));
                break;
            case "webhook URL":
                await eavesdropper.Service.Twilio.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(eavesdropper.Service.Url, $"/health/live?person={Caller.NationalId}")), Cancellation);
                break;
            case "request":
                using (var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("ciba"))
                    await http.GetAsync(new Uri($"{eavesdropper.Simulator.BaseUrl}?person={Caller.NationalId}"), Cancellation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(where), where, null);
        }
    }

    private static readonly Action<ILogger, string, Exception?> Planted = LoggerMessage.Define<string>(LogLevel.Trace, new EventId(1), "Planted {What}");

    private static async Task UntilAsync(Func<bool> met)
    {
        while (!met())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
    }

    private static async Task<HandPlayedCall> KeyedAsync(Eavesdropper eavesdropper)
    {
        eavesdropper.Mind(Caller.NationalId);
        var call = eavesdropper.Service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        await call.PressAsync(Caller.NationalId, Cancellation);
        return call;
    }

    private static async Task AssertQuietAsync(Eavesdropper eavesdropper, int starts = 1)
    {
        await eavesdropper.Service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation);
        var overheard = Overheard.From(eavesdropper);
        StoryLeakTests.AssertQuiet(overheard);
        Assert.Equal(starts, overheard.Starts.Count);
    }
}
