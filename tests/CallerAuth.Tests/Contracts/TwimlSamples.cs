using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Tests.Calls;
using CallerAuth.Voice;
using Microsoft.Extensions.Options;
using Twilio.TwiML;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Contracts;

/// <summary>One document for every moment of a call, in the order in which a call meets them, rendered by the service's own script.</summary>
internal static class TwimlSamples
{
    private const string Words = "Frekk Julekos";

    private static readonly PublicUrls Urls = new(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example" }));
    private static readonly Speech Speech = new(new Prompts());
    private static readonly CallScript Script = new(Speech, Urls, new AgentHandoff(Urls));
    private static readonly AgentScript Agents = new(Speech, Urls, Script, new AgentHandoff(Urls));

    private static readonly Line Norwegian = Some.Line();
    private static readonly Line Swedish = Some.Line(line => (line.Languages, line.Eids) = (["sv-SE"], ["se-bankid"]));
    private static readonly Line SwedishTenDigits = Some.Line(line => (line.Languages, line.Eids, line.AllowTenDigitPersonnummer) = (["sv-SE"], ["se-bankid"], true));

    private static readonly Line ManyLanguages = Some.Line(line =>
        (line.Languages, line.Eids) = (["nb-NO", "sv-SE", "da-DK", "en-GB"], ["no-bankid", "se-bankid"]));

    private static readonly Line Recorded = Some.Line(line =>
    {
        line.Prompts["nb-NO"] = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Welcome"] = "https://cdn.example/velkommen.mp3",
            ["EnterFodselsnummer"] = "Tast fødselsnummeret ditt hos {org}. For hjelp, tast 0 og firkant.",
        };
        line.Voices["nb-NO"] = "Google.nb-NO-Wavenet-A";
    });

    private static readonly Dictionary<string, Destination> Destinations = new(StringComparer.Ordinal)
    {
        ["taskrouter"] = new() { Kind = DestinationKind.TaskRouter, WorkflowSid = Some.WorkflowSid, Priority = 5 },
        ["queue"] = new() { Kind = DestinationKind.Queue, Name = "claims" },
        ["number"] = new() { Kind = DestinationKind.Number, Number = "+4722000000" },
        ["client"] = new() { Kind = DestinationKind.Client, Identity = "desk-7", RingFor = TimeSpan.FromSeconds(20) },
        ["sip"] = new() { Kind = DestinationKind.Sip, Uri = "sip:agents@pbx.example;transport=tls" },
        ["hangup"] = new() { Kind = DestinationKind.Hangup },
    };

    public static readonly IReadOnlyList<TwimlSample> All =
    [
        .. Questions().Concat(Waiting()).Concat(Endings()).Concat(Handoffs()).Concat(ForAgents()).Concat(Faults()).Concat(Placed()).Concat(DuringTalks())
            .Select((sample, i) => sample with { Name = $"{i + 1:D2}-{sample.Name}" }),
    ];

    private static IEnumerable<TwimlSample> Questions()
    {
        yield return new("language-menu", "The call rings on a line with several languages.", At(ManyLanguages, new ChoosingLanguage(Tries.None)));
        yield return new("language-menu-nothing-pressed", "No key was pressed; only the question comes again.", At(ManyLanguages, new ChoosingLanguage(new Tries(1, Miss.Nothing, null))));
        yield return new("language-menu-wrong-key", "A key was pressed that the menu does not have.", At(ManyLanguages, new ChoosingLanguage(new Tries(2, Miss.Wrong, null))));
        yield return new("eid-menu", "The line takes several eIDs.", At(ManyLanguages, new ChoosingEId(Tries.None)));
        yield return new("eid-menu-in-danish", "The same for a caller who chose Danish.", At(ManyLanguages, new ChoosingEId(Tries.None), "da-DK"));
        yield return new("eid-menu-nothing-pressed", "No key was pressed.", At(ManyLanguages, new ChoosingEId(new Tries(1, Miss.Nothing, null))));
        yield return new("eid-menu-wrong-key", "A key was pressed that the menu does not have.", At(ManyLanguages, new ChoosingEId(new Tries(1, Miss.Wrong, null))));
        yield return new("national-id-question-norwegian", "The first question on a line with one language and Norwegian BankID.", At(Norwegian, Asked(), attempts: 0));
        yield return new("national-id-question-swedish", "The same with Swedish BankID.", At(Swedish, Asked(), "sv-SE", attempts: 0, eid: "se-bankid"));
        yield return new("national-id-question-ten-digits", "The same on a line that takes ten digits as well.", At(SwedishTenDigits, Asked(), "sv-SE", attempts: 0, eid: "se-bankid"));
        yield return new("national-id-question-after-menu", "After the menu of eIDs nobody is welcomed again.", At(ManyLanguages, Asked(), "en-GB", attempts: 0));
        yield return new("national-id-question-own-words", "A line with a recording, its own words and its own voice.", At(Recorded, Asked(), attempts: 0));
        yield return new("national-id-missing", "No number was keyed.", At(Norwegian, Asked(Miss.Nothing), attempts: 0));
        yield return new("national-id-incomplete", "Too few digits were keyed.", At(Norwegian, Asked(Miss.Incomplete), attempts: 0));
        yield return new("national-id-invalid", "The digits cannot be such a number; nobody is told why.", At(Norwegian, Asked(Miss.Wrong), attempts: 0));
        yield return new("national-id-question-another-attempt", "The caller wants another attempt.", At(Norwegian, Asked()));
    }

    private static IEnumerable<TwimlSample> Waiting()
    {
        var starting = Some.Call(new StartingVerification(Some.Id, Some.Now));
        yield return new("one-moment", "The number can exist; the provider is being asked.", Script.For(starting, Norwegian));
        yield return new("still-one-moment", "The provider has not answered yet.", Script.StillOneMoment(starting, Norwegian));

        var norwegian = new AwaitingApproval(Some.Id, Words, PendingStep.Unknown, Some.Now);
        yield return new("sent-norwegian", "The app has been asked: what to do, and the words twice.", Script.Sent(Some.Call(norwegian), Norwegian, norwegian));
        yield return new("sent-norwegian-in-english", "A caller who is spoken to in English hears the words by a Norwegian voice.", Script.Sent(Some.Call(norwegian, language: "en-GB"), Norwegian, norwegian));
        yield return new("waiting-norwegian-words", "A round of waiting that begins with the words; also after 9 or any key but 0.", Script.For(Some.Call(norwegian), Norwegian));
        yield return new("waiting-norwegian-music", "A round of waiting with music.", Script.HoldMusic(Some.Call(norwegian), Norwegian));

        foreach (var (name, step, moment) in new[]
        {
            ("sent-swedish", PendingStep.NotOpened, "The Swedish app has been asked; there are no words."),
            ("waiting-swedish-not-opened", PendingStep.NotOpened, "The app has not been opened."),
            ("waiting-swedish-asked", PendingStep.AskedWhetherExpected, "The app asks whether the caller is on the phone with us."),
            ("waiting-swedish-identifying", PendingStep.Identifying, "Only the identification itself remains."),
        })
        {
            var swedish = new AwaitingApproval(Some.Id, null, step, Some.Now);
            var call = Some.Call(swedish, language: "sv-SE", eid: "se-bankid");
            yield return new(name, moment, name == "sent-swedish" ? Script.Sent(call, Swedish, swedish) : Script.For(call, Swedish));
        }

        yield return new("waiting-swedish-music", "A round of waiting with music.", Script.HoldMusic(Some.Call(norwegian with { Words = null }, language: "sv-SE"), Swedish));
    }

    private static IEnumerable<TwimlSample> Endings()
    {
        yield return new("retry-offer-declined", "The caller said no in the app or chose the wrong words, and may try again.", At(Norwegian, Offered(UnverifiedReason.Declined)));
        yield return new("retry-offer-expired", "No answer came in time.", At(Norwegian, Offered(UnverifiedReason.Expired)));
        yield return new("retry-offer-error", "Something of ours failed.", At(Norwegian, Offered(UnverifiedReason.Error)));
        yield return new("retry-offer-nothing-pressed", "The offer was not answered.", At(Norwegian, Offered(UnverifiedReason.Declined, Miss.Nothing)));
        yield return new("retry-offer-wrong-key", "The offer was answered with another key.", At(Norwegian, Offered(UnverifiedReason.Declined, Miss.Wrong)));

        var reasons = Enum.GetValues<UnverifiedReason>();
        foreach (var reason in reasons)
            yield return new($"unverified-{Dashed(reason)}", $"To an agent, unverified: {DocComments.Of(reason)}", At(Norwegian, new Unverified(reason, Some.Id, Handoff.FirstTold)));
        yield return new("unverified-after-offer", "The caller was offered another attempt and wants an agent; the reason has been told.", At(Norwegian, new Unverified(UnverifiedReason.Declined, Some.Id, Handoff.FirstTold, ReasonTold: true)));
    }

    private static IEnumerable<TwimlSample> Handoffs()
    {
        foreach (var (kind, to) in Destinations)
        {
            var line = Some.Line(options => (options.WhenVerified, options.WhenUnverified) = (to, to));
            yield return new($"verified-to-{kind}", $"Approved, and the line's WhenVerified is of the kind {to.Kind}.", At(line, Proven()));
            yield return new($"unverified-to-{kind}", $"The caller pressed 0, and the line's WhenUnverified is of the kind {to.Kind}.", At(line, new Unverified(UnverifiedReason.Skipped, null, Handoff.FirstTold)));
        }

        yield return new("verified-second-leg", "The first destination did not answer: the identity goes along to the other one.", At(Norwegian, Proven(new Handoff(1, true))));
        yield return new("nobody-available", "No destination answered.", At(Norwegian, new Ended(EndReason.NobodyAnswered)));
        yield return new("talk-is-over", "The agent has hung up.", At(Norwegian, new Ended(EndReason.TalkedToAgent)));
        yield return new("queue-music", "Heard in TaskRouter's queue.", Script.QueueMusic());
        yield return new("queue-wait", "Heard in a queue that agents take callers from; Twilio asks again when it is over.", Agents.Waiting());
        yield return new("queue-join", "The caller meets the agent who took them from the queue.", Agents.ToAgent(Some.CallSid, "claims"));
    }

    private static IEnumerable<TwimlSample> ForAgents()
    {
        yield return new("whisper-verified", "Heard by the agent alone, before the bridge.", Script.Whisper(Proven(), Norwegian));
        yield return new("whisper-verified-nameless", "The same on a line that does not hand on the name.", Script.Whisper(Proven(), Some.Line(line => line.Attributes = [])));
        yield return new("whisper-unverified", "The same for an unverified caller.", Script.Whisper(new Unverified(UnverifiedReason.Declined, Some.Id, Handoff.FirstTold), Norwegian));
        yield return new("whisper-unknown", "The same when nothing is known of the call.", Script.Whisper(null, Norwegian));
        yield return new("queue-whisper", "An agent's call asks for the next caller of a queue and hears who it is.", Agents.Whisper(Proven(), "claims", Norwegian));
        yield return new("queue-bridge", "The agent meets the caller.", Agents.ToCaller(Some.CallSid, "CA00000000000000000000000000000002", "claims"));
        yield return new("queue-empty", "Nobody waits; the agent may stay on the line.", Agents.NobodyWaits("claims", Norwegian));
        yield return new("queue-alone", "Heard by whoever comes first into the conference; a caller whom nobody met is back in the queue with the next round.", Agents.Alone(Urls.QueueAlone("claims", Some.CallSid)));
        yield return new("queue-fault", "The next caller could not be fetched and stays in the queue.", Agents.TechnicalFault("claims", Norwegian));
    }

    private static IEnumerable<TwimlSample> Faults()
    {
        yield return new("apology", "Our store is out of order: to an agent, unverified.", Script.Apology(Norwegian));
        yield return new("apology-goodbye", "The same where the line has no agent for it.", Script.Apology(Some.Line(line => line.WhenUnverified = Destinations["hangup"])));
        yield return new("nobody-available-unknown-call", "An agent's leg failed and nothing is known of the call.", Script.NobodyAvailable(Norwegian));
        yield return new("not-in-service", "The number that was called is no line of ours.", VoiceEndpoints.NotInService());
    }

    private static IEnumerable<TwimlSample> Placed()
    {
        var swedish = Some.Line(line => (line.Languages, line.Eids) = (["sv-SE", "en-GB"], ["se-bankid"]));
        var call = Some.PlacedCall(new Presenting(Tries.None), eid: "se-bankid");
        yield return new("outbound-presentation", "Somebody picks up a call of ours: who calls, why, and how to call back instead.", Script.For(call, swedish));
        yield return new("outbound-presentation-callback", "The same where the person had asked for the call, on a line of one language.", Script.For(call with { Placed = call.Placed! with { Reason = CallReason.Callback } }, Swedish));
        yield return new("outbound-presentation-own-reason", "The same with a reason in the words of who had the call placed, heard in English.", Script.For(call with { Language = "en-GB", Placed = call.Placed! with { Reason = CallReason.Own, OwnReason = "Vi ringer om din offert." } }, swedish));
        yield return new("outbound-presentation-nothing-pressed", "Nobody has pressed a key; only the question comes again.", Script.For(call with { State = new Presenting(new Tries(1, Miss.Nothing, null)) }, swedish));
        yield return new("outbound-national-id-question", "The person wants to go on; they have been welcomed already.", Script.For(call with { State = Asked() }, swedish));
        yield return new("outbound-machine", "A machine has picked up.", Script.For(call with { State = new Ended(EndReason.AnsweringMachine) }, swedish));
        yield return new("outbound-machine-message", "The same where a message is left.", Script.For(call with { State = new Ended(EndReason.AnsweringMachine), Placed = call.Placed! with { LeavesMessage = true } }, swedish));
        yield return new("outbound-not-accepted", "Nobody has said that they want to go on.", Script.For(call with { State = new Ended(EndReason.NotAccepted) }, swedish));
        yield return new("outbound-language-changed", "Another language was chosen after a silence: the presentation begins anew, and the silence counts on.", Script.For(call with { Language = "en-GB", State = new Presenting(new Tries(1, Miss.None, null)) }, swedish));
        yield return new("outbound-whisper-verified", "Heard by the agent alone, before the bridge to somebody whom we called.", Script.Whisper(Proven(), swedish, CallInitiator.RelyingParty));
        yield return new("outbound-whisper-verified-nameless", "The same on a line that does not hand on the name.", Script.Whisper(Proven(), Some.Line(line => (line.Languages, line.Attributes) = (["da-DK"], [])), CallInitiator.RelyingParty));
        yield return new("outbound-whisper-unverified", "The same for somebody unverified.", Script.Whisper(new Unverified(UnverifiedReason.Declined, Some.Id, Handoff.FirstTold), Norwegian, CallInitiator.RelyingParty));
        yield return new("outbound-fault", "Our store is out of order, or nothing is known of the call: it ends.", Script.OutboundFault(swedish));
    }

    private static IEnumerable<TwimlSample> DuringTalks()
    {
        yield return new("announcement", "An agent has started a verification during the talk, and the caller alone hears the words.", Script.Announcement(new Announcement(Some.CalledNumber, Some.CallSid, Words, PendingStep.Unknown), Norwegian, "en-GB"));
        yield return new("announcement-swedish", "The same for an eID without words.", Script.Announcement(new Announcement(Some.CalledNumber, Some.CallSid, null, PendingStep.AskedWhetherExpected), Swedish, "sv-SE"));
    }

    private static VoiceResponse At(Line line, CallState state, string language = "nb-NO", int attempts = 1, string eid = "no-bankid") =>
        Script.For(Some.Call(state, attempts, language, eid), line);

    private static CollectingNationalId Asked(Miss miss = Miss.None) => new(miss == Miss.None ? Tries.None : new Tries(1, miss, null));

    private static OfferingRetry Offered(UnverifiedReason reason, Miss miss = Miss.None) =>
        new(Some.Id, reason, miss == Miss.None ? Tries.None : new Tries(1, miss, null));

    private static Verified Proven(Handoff handoff = default) =>
        new(Some.Id, Some.IdentityWith(("name", "Kari Nordmann"), ("birthdate", "1985-03-15"), ("socialno", Tests.Identity.The.NorwegianDigits)), handoff);

    private static string Dashed(UnverifiedReason reason) =>
        string.Concat(reason.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}
