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
        _services = new ServiceCollection().AddMetrics().AddScoped<ITwilioRestClient>(_ => Rest).BuildServiceProvider();
        var options = Some.LineOptions();
        options.Attributes = ["name"];
        options.WhenVerified = options.WhenUnverified = new Destination { Kind = DestinationKind.Queue, Name = Queue };
        var eids = new EIdOptions();
        EIdCatalogue.Read(new ConfigurationBuilder().Build().GetSection("EIds"), eids);
        Lines = new LineDirectory(Options.Create(new LinesOptions { Lines = { ["+4721000000"] = options } }), new EIdCatalogue(Options.Create(eids)));
        var urls = new PublicUrls(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example" }));
        var speech = new Speech(new Prompts());
        var handoff = new AgentHandoff(urls);
        var switchboard = new Switchboard(store.Calls, new RecentCalls(Time), Lines, new CallListeners([], Time, NullLogger<CallListeners>.Instance), Time, NullLogger<Switchboard>.Instance);
        var summons = new Summons(new LiveCalls(_services.GetRequiredService<IServiceScopeFactory>()), Time, NullLogger<Summons>.Instance);
        var words = new CallScript(speech, urls, handoff);
        var script = new AgentScript(speech, urls, words, handoff);
        Errands = new Errands(Time, NullLogger<Errands>.Instance);
        var leaving = new LeavingCallers(store.Waiting, store.Offers, Errands);
        // Nobody is verified here any more.
        var verifier = new CallVerifier(null!, switchboard, null!, Errands, NullLogger<CallVerifier>.Instance);
        CallerSteps = new VoiceSteps(switchboard, verifier, leaving, Errands, Lines, words, speech, new RedirectMeter(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), Time);
        Steps = new AgentQueueSteps(store.Waiting, store.Offers, leaving, switchboard, summons, Lines, script, urls, Time, NullLogger<AgentQueueSteps>.Instance);
        Parting = new PartingSteps(store.Waiting, store.Offers, Errands, switchboard, summons, CallerSteps, Lines, script, urls, Time, NullLogger<PartingSteps>.Instance);
    }

    public StoreUnderTest Store { get; }

    public FakeTwilioRest Rest { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public LineDirectory Lines { get; }

    public AgentQueueSteps Steps { get; }

    public PartingSteps Parting { get; }

    public VoiceSteps CallerSteps { get; }

    public Errands Errands { get; }

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

    public static VoiceWebhook Webhook(string callSid, string? token = null, string callStatus = "in-progress") =>
        Webhook(callSid, token, ("CallStatus", callStatus));

    public static VoiceWebhook Webhook(string callSid, string? token, params (string Name, string Value)[] more)
    {
        var request = new DefaultHttpContext().Request;
        var form = new Dictionary<string, StringValues>(StringComparer.Ordinal) { ["CallSid"] = callSid, ["To"] = "+4721000000", ["CallStatus"] = "in-progress" };
        foreach (var (name, value) in more)
            form[name] = value;
        request.Form = new FormCollection(form);
        if (token is not null)
            request.Headers["I-Twilio-Idempotency-Token"] = token;
        return VoiceWebhook.From(request);
    }

    public async Task<string> NextAsync(string agent, string? token = null) => Brief(await Steps.NextAsync(Webhook(agent, token), Queue));

    public async Task<string> BridgeAsync(string agent) => Brief(await Steps.BridgeAsync(Webhook(agent), Queue));

    public async Task<string> JoinAsync(string caller) => Brief(await Steps.JoinAsync(Webhook(caller), Queue));

    public Task AgentHangsUpAsync(string agent) =>
        PassAsync(Parting.LeftAsync(Webhook(agent, callStatus: "completed"), Queue, TestContext.Current.CancellationToken));

    /// <summary>A caller who was told to join, before an agent who was told to come.</summary>
    public async Task<string> JoinedCallerAsync(string agent)
    {
        var caller = await CallerAsync(Verified("Kari Nordmann"));
        await NextAsync(agent);
        await BridgeAsync(agent);
        await JoinAsync(caller);
        return caller;
    }

    /// <summary>The meeting's age is the store's own time to live, so a test moves that instead of the clock.</summary>
    public Task LetMeetingGrowOldAsync(string caller) =>
        Store.Database.KeyExpireAsync(Store.Keys.Meeting(caller), CallStore.Keep - AgentOffers.MeetWithin);

    public async Task<bool> WaitsAsync(string caller) => await Store.Database.SortedSetScoreAsync(Store.Keys.Queue(Queue), caller) is not null;

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
        Errands.Dispose();
        await Store.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static string Text(XElement verb) => verb.Value.StartsWith("https://", StringComparison.Ordinal) ? verb.Value[(verb.Value.LastIndexOf('/') + 1)..] : verb.Value;
}
