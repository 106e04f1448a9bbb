using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Chaos;

/// <summary>What must hold for every call and every order, whatever went wrong.</summary>
internal sealed class ChaosVerdict(IReadOnlyCollection<ChaosCall> calls, OpenIdProvider provider)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <summary>A start that was on its way when its caller hung up: two commands of a store that stands still, and the slowest provider.</summary>
    private static readonly TimeSpan OnItsWay = (2 * TimeSpan.FromSeconds(1.5)) + ChaosFaults.SlowestAnswer;

    private static readonly HashSet<string> Reasons =
        new(["declined", "cancelled", "expired", "unavailable", "invalid_input", "no_input", "skipped", "mismatch", "error"], StringComparer.Ordinal);

    /// <summary>Orders that reached the app after the caller had hung up, because the start was on its way.</summary>
    public int RangTooLate => provider.Orders.Count(order => !calls.Any(call => IsOf(order, call, TimeSpan.Zero)));

    public IReadOnlyList<string> Failures() =>
    [
        .. calls.SelectMany(call => FailuresOf(call).Select(failure => $"{call.Plan.Means}: {failure}{Environment.NewLine}{call.Call.Transcript}")),
        .. provider.Orders.Where(order => !calls.Any(call => IsOf(order, call, OnItsWay))).Select(order => $"{order.Person} was rung without a live call"),
    ];

    private IEnumerable<string> FailuresOf(ChaosCall played)
    {
        var call = played.Call;
        if (played.Ends != 1)
            yield return $"ended {played.Ends} times";
        if (played.Stuck || played.Outcome == "LOST")
            yield return "led nowhere";
        if (played.Outcome == "goodbye" && played.Plan.To != Line.StengtDor)
            yield return "was sent away by a line that takes everybody";
        if (played.Outcome == "the caller hung up" && !played.Plan.Steps.Any(step => step.HangUp))
            yield return "the caller hung up and had not meant to";
        if (played is { Status: "unverified", Reached.Kind: AgentKind.TaskRouter or AgentKind.Client or AgentKind.Sip } && !Reasons.Contains(played.Reason ?? ""))
            yield return $"the reason “{played.Reason}” is none";
        if (played.Reached is { Kind: AgentKind.TaskRouter or AgentKind.Client or AgentKind.Sip } && played.Status is not ("verified" or "unverified"))
            yield return "the agent was told nothing";
        if (played.Status == "verified" && !provider.Orders.Any(order => IsOf(order, played, TimeSpan.Zero) && GaveTokens(order)))
            yield return "VERIFIED, and the provider gave no tokens for this person";
        foreach (var alert in call.Alerts)
            yield return $"Twilio's debugger shows {alert.Code} at {alert.Url?.AbsolutePath}: {alert.Message}";
        if (call.SlowestAnswer > AnswerMax)
            yield return $"a webhook took {call.SlowestAnswer.TotalSeconds:0.0} s";
        foreach (var line in call.Transcript.Lines.Where(line => line.Who == Who.Webhook && !IsRight(line.Text)))
            yield return $"answered wrongly: {line.Text}";
    }

    /// <summary>Tokens are given once the app has approved, and told in the same breath that nothing more can be had.</summary>
    private bool GaveTokens(Order order) => order.StatusAt(provider.Time.GetUtcNow()) == OrderStatus.Approved && order.Polls.EndWasAnswered;

    private bool IsOf(Order order, ChaosCall call, TimeSpan late)
    {
        var at = order.ExpiresAt - TimeSpan.FromSeconds(provider.Faults.ExpirySeconds ?? 0);
        return call.Plan.Person.NationalId == order.Person.NationalId && at >= call.Call.StartedAt && at <= call.EndedAt + late;
    }

    private static bool IsRight(string webhook) =>
        webhook.Contains(webhook.Contains("/voice/status", StringComparison.Ordinal) || webhook.Contains("/left", StringComparison.Ordinal) ? "→ 204," : "→ 200,", StringComparison.Ordinal);
}
