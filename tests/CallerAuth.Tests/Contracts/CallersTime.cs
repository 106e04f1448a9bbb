using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Tests.Calls;
using CallerAuth.Voice;
using Microsoft.Extensions.Options;
using Twilio.TwiML;
using static CallerAuth.Calls.CallState;
using Heard = CallerAuth.Simulator.Telephony.Speech;

namespace CallerAuth.Tests.Contracts;

/// <summary>A stretch of a call in which a caller listens and cannot go on: what is said in it, in the service's own documents.</summary>
internal sealed record Stretch(string Caller, string Name, IReadOnlyList<Heard> Said);

/// <summary>How much talk stands between a caller and what they called for, on every kind of line.</summary>
internal static class CallersTime
{
    public const string ToQuestion = "first question asked";
    public const string ToWords = "keys to words";
    public const string ToAgent = "approval to agent";

    private static readonly PublicUrls Urls = new(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example" }));
    private static readonly CallScript Script = new(new Speech(new Prompts()), Urls, new AgentHandoff(Urls));

    public static IEnumerable<Stretch> All() => Prompts.Languages.SelectMany(language => new[] { "no-bankid", "se-bankid" }.SelectMany(eid => Of(language, eid)));

    /// <summary>On a line with all languages and both eIDs, until the caller's own language and then the first eID has been offered.</summary>
    public static IEnumerable<Stretch> Menus()
    {
        Line line = Some.Line(options => (options.Languages, options.Eids) = ([.. Prompts.Languages], ["no-bankid", "se-bankid"]));
        foreach (var language in Prompts.Languages)
        {
            var menu = Says(Script.For(Some.Call(new ChoosingLanguage(Tries.None), attempts: 0, eid: null), line)).ToList();
            yield return new(language, "language menu", [.. menu.Take(menu.FindLastIndex(said => said.Language == language) + 1)]);
            var eids = Says(Script.For(Some.Call(new ChoosingEId(Tries.None), attempts: 0, language, eid: null), line)).ToList();
            yield return new(language, "eID menu", [.. eids.SkipLast(2)]);
            yield return new(language, "number question", [.. Says(Script.For(Some.Call(new CollectingNationalId(Tries.None), attempts: 0, language), line))]);
        }
    }

    private static IEnumerable<Stretch> Of(string language, string eid)
    {
        Line line = Some.Line(options => (options.Languages, options.Eids) = ([language], [eid]));
        var caller = $"{language}, {eid}";
        var asked = Script.For(Some.Call(new CollectingNationalId(Tries.None), attempts: 0, language, eid), line);
        yield return new(caller, ToQuestion, [.. Says(asked)]);

        var moment = Script.For(Some.Call(new StartingVerification(Some.Id, Some.Now), language: language, eid: eid), line);
        var awaiting = new AwaitingApproval(Some.Id, eid == "no-bankid" ? PromptLengths.Words : null, PendingStep.NotOpened, Some.Now);
        var sent = Says(Script.Sent(Some.Call(awaiting, language: language, eid: eid), line, awaiting)).ToList();
        // What to do in the app, and the words once; the Swedish app has none and asks its own question.
        yield return new(caller, ToWords, [.. Says(moment), .. sent.Take(eid == "no-bankid" ? 3 : 2)]);

        yield return new(caller, ToAgent, [.. Says(Script.For(Some.Call(new Verified(Some.Id, Some.Identity, Handoff.First), language: language, eid: eid), line))]);
    }

    private static IEnumerable<Heard> Says(VoiceResponse document) => document.ToXDocument().Descendants("Say").Select(Heard.Of);
}
