using System.Text.Json.Nodes;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Scenarios;

/// <summary>Compares a call that has ended with what its script says.</summary>
internal static class Verdict
{
    // Twilio gives up after 15 seconds; a caller does sooner, and the digits of a failed request are shown in its debugger.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    public static IEnumerable<string> Of(ScriptedCall script, Caller caller)
    {
        var call = caller.Call;
        var expected = script.Expected;
        var reached = call.Offers.LastOrDefault(offer => offer.Answered);
        foreach (var alert in call.Alerts)
            yield return $"Twilio's debugger shows {alert.Code} at {alert.Url?.AbsolutePath}: {alert.Message}";
        if (call.SlowestAnswer > AnswerMax)
            yield return $"the service let Twilio wait for {call.SlowestAnswer.TotalSeconds:0.0} s";
        foreach (var failure in AtTheAgent(expected, reached))
            yield return failure;
        if (expected.EndedBy is { } who && call.EndedBy != who)
            yield return $"the call was ended by {call.EndedBy}, not by {who}";
        if (expected.CallStatus is { } status && call.Status != status)
            yield return $"the call ended as “{call.Status}”, not as “{status}”";
        if (expected.SaysNothing && call.Transcript.Said.Any())
            yield return "something was said";
        if (expected.WordsHeard && caller.WordsHeard is null)
            yield return "the words of the app were not heard";
        foreach (var phrase in expected.Says.Where(phrase => !call.Transcript.Said.Any(line => line.Text.Contains(phrase, StringComparison.OrdinalIgnoreCase))))
            yield return $"“{phrase}” was not said";
        if (Leaks(script.Person.NationalId, call))
            yield return "the national ID was said or handed to an agent";
    }

    private static IEnumerable<string> AtTheAgent(Expected expected, AgentOffer? reached)
    {
        if (reached?.Kind != expected.Agent)
        {
            yield return $"the call reached {reached?.Kind.ToString() ?? "nobody"}, not {expected.Agent?.ToString() ?? "nobody"}";
            yield break;
        }

        if (reached is null)
            yield break;
        if (expected.Address is { } address && reached.Address != address)
            yield return $"the agent was {reached.Address}, not {address}";
        if (reached.Kind is AgentKind.Number or AgentKind.Queue && reached.Whisper.Length == 0)
            yield return "nothing was whispered to the agent";
        if (expected.Whispers is { } name && !reached.Whisper.Contains(name, StringComparison.Ordinal))
            yield return $"“{name}” was not whispered to the agent";
        if (expected.Status is not null && reached.CallerVerification is null)
            yield return "no caller_verification came along";
        foreach (var (member, wanted) in new[] { ("status", expected.Status), ("reason", expected.Reason), ("eid", expected.Eid) })
        {
            if (wanted is not null && !wanted.Split('|').Contains(Text(reached.CallerVerification, member)))
                yield return $"{member} was “{Text(reached.CallerVerification, member)}”, not “{wanted}”";
        }
    }

    private static string? Text(JsonObject? verification, string member) => verification?[member]?.ToString();

    private static bool Leaks(string nationalId, PhoneCall call) =>
        call.Transcript.Said.Any(line => line.Text.Contains(nationalId, StringComparison.Ordinal))
        || call.Offers.Any(offer => offer.CallerVerification?.ToJsonString().Contains(nationalId, StringComparison.Ordinal) == true);
}
