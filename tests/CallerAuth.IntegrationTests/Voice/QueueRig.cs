using System.Xml.Linq;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Ciba.EIds;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Verification;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Twilio.Clients;
using Twilio.TwiML;

namespace CallerAuth.IntegrationTests.Voice;

/// <summary>A queue with its store, on a line whose callers all go there, before a Twilio that obeys.</summary>
internal sealed class QueueRig : IAsyncDisposable
{
    public const string Queue = "claims";

    private readonly ServiceProvider _services;

    private QueueRig(StoreUnderTest store)
    {
        Store = store;
        _services = new ServiceCollection().AddScoped<ITwilioRestClient>(_ => Rest).BuildServiceProvider();
        var options = Some.LineOptions();
        options.Attributes = ["name"];
        options.WhenVerified = options.WhenUnverified = new Destination { Kind = DestinationKind.Queue, Name = Queue };
        var eids = new EIdOptions();
        EIdCatalogue.Read(new ConfigurationBuilder().Build().GetSection("EIds"), eids);
        Lines = new LineDirectory(Options.Create(new LinesOptions { Lines = { ["+4721000000"] = options } }), new EIdCatalogue(Options.Create(eids)));
        var urls = new PublicUrls(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example" }));
        var speech = new Speech(new Prompts());
        var handoff = new AgentHandoff(urls);
        Steps = new AgentQueueSteps(
            store.Waiting,
            store.Offers,
            new Switchboard(store.Calls, Lines, Time, NullLogger<Switchboard>.Instance),
            new LiveCalls(_services.GetRequiredService<IServiceScopeFactory>()),
            Lines,
            new AgentScript(speech, urls, new CallScript(speech, urls, handoff), handoff),
            urls,
            Time,
            NullLogger<AgentQueueSteps>.Instance);
    }

    public StoreUnderTest Store { get; }

    public FakeTwilioRest Rest { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public LineDirectory Lines { get; }

    public AgentQueueSteps Steps { get; }

    public static async Task<QueueRig> StartAsync() => new(await StoreUnderTest.StartAsync(StoreKind.Embedded, TestContext.Current.CancellationToken));

    /// <summary>Somebody in the state, who waits in the queue.</summary>
    public async Task<string> CallerAsync(CallState state)
    {
        var callSid = Some.CallSid();
        await Store.Calls.SaveAsync(Some.Call(callSid) with { State = state });
        await Steps.WaitAsync(Webhook(callSid), Queue);
        return callSid;
    }

    public static CallState Verified(string name) => new CallState.Verified(
        VerificationId.TryParse("00" + new string('a', 24), out var id) ? id : throw new InvalidOperationException("The fixture is no verification id."),
        new StoredIdentity
        {
            EId = "no-bankid",
            Acr = "urn:grn:authn:no:bankid",
            AuthenticatedAt = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
            Subject = "{1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed}",
            Claims = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name },
        },
        Handoff.FirstTold);

    public static VoiceWebhook Webhook(string callSid, string? token = null, string callStatus = "in-progress")
    {
        var request = new DefaultHttpContext().Request;
        request.Form = new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal) { ["CallSid"] = callSid, ["CallStatus"] = callStatus });
        if (token is not null)
            request.Headers["I-Twilio-Idempotency-Token"] = token;
        return VoiceWebhook.From(request);
    }

    public async Task<string> NextAsync(string agent, string? token = null) => Brief(await Steps.NextAsync(Webhook(agent, token), Queue));

    public async Task<string> BridgeAsync(string agent) => Brief(await Steps.BridgeAsync(Webhook(agent), Queue));

    public async Task<string> JoinAsync(string caller) => Brief(await Steps.JoinAsync(Webhook(caller), Queue));

    public Task AgentHangsUpAsync(string agent) =>
        PassAsync(Steps.LeftAsync(Webhook(agent, callStatus: "completed"), Queue, TestContext.Current.CancellationToken));

    /// <summary>Lets time pass until the step is done; a round trip to the store between two tenths of a second.</summary>
    public async Task PassAsync(Task step)
    {
        while (!step.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Store.Database.PingAsync();
        }

        await step;
    }

    /// <summary>A document as its verbs and their text, a URL by its last part.</summary>
    public static string Brief(VoiceResponse response) =>
        string.Join(" | ", response.ToXDocument().Root!.Elements().Select(verb => $"{verb.Name} {Text(verb)}"));

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static string Text(XElement verb) => verb.Value.StartsWith("https://", StringComparison.Ordinal) ? verb.Value[(verb.Value.LastIndexOf('/') + 1)..] : verb.Value;
}
