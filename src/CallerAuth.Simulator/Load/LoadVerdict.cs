using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Load;

/// <summary>Compares a call with its plan and with the provider's book: who was verified must have approved it, and be the one whom the agent is told of.</summary>
internal static class LoadVerdict
{
    public static CallEnd Of(LoadPlan plan, Caller caller, IReadOnlyList<Order> orders, DateTimeOffset now, bool isStuck)
    {
        var wrongly = VerifiedWrongly(plan, caller.Call, orders, now).ToList();
        string[] failures = [.. isStuck ? ["it did not end by itself"] : Array.Empty<string>(), .. wrongly, .. AgainstScript(plan, caller)];
        return new CallEnd(failures, isStuck, wrongly.Count > 0, failures.Length > 0 ? caller.Call.Transcript.ToString() : "");
    }

    private static IReadOnlyList<string> AgainstScript(LoadPlan plan, Caller caller)
    {
        string[] failures = [.. Verdict.Of(plan.Script, caller)];
        if (failures.Length == 0 || plan.Or is not { } other)
            return failures;
        return Verdict.Of(plan.Script with { Expected = other }, caller).Any() ? failures : [];
    }

    private static IEnumerable<string> VerifiedWrongly(LoadPlan plan, PhoneCall call, IReadOnlyList<Order> orders, DateTimeOffset now)
    {
        var person = plan.Script.Person;
        foreach (var told in call.Offers.Select(offer => offer.CallerVerification).Where(told => told?["status"]?.ToString() == "verified"))
        {
            if (!orders.Any(order => order.StatusAt(now) == OrderStatus.Approved && order.Polls.EndWasAnswered))
                yield return "VERIFIED, and the person had approved nothing";
            if (told!["name"]?.ToString() is { } name && name != person.Name)
                yield return $"VERIFIED as {name}, who is not {person.Name}";
        }
    }
}
