using System.Diagnostics;
using System.Diagnostics.Metrics;
using CallerAuth.Calls;
using CallerAuth.Routing;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Telemetry;

/// <summary>What calls come to, and how long callers need. Counted by the instance that wrote the transition, so the sum over all instances is the truth.</summary>
internal sealed class CallMeter : ICallListener
{
    public const string Name = "CallerAuth.Calls";

    private readonly Counter<long> _begun;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _timeToVerified;

    public CallMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _begun = meter.CreateCounter<long>("callerauth.call.begun", "{call}", "Calls that rang, or that we placed.");
        _outcomes = meter.CreateCounter<long>("callerauth.call.outcomes", "{call}", "Calls whose caller was verified, or goes on unverified.");
        _ended = meter.CreateCounter<long>("callerauth.call.ended", "{call}", "Calls that are over.");
        _timeToVerified = meter.CreateHistogram(
            "callerauth.call.time_to_verified",
            "s",
            "From the last digit of the national ID to the provider's word that the person has approved.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900] });
    }

    public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
    {
        var call = transition.After;
        if (transition.Happened is null)
            _begun.Add(1, new TagList { { "callerauth.direction", call.Placed is null ? "inbound" : "outbound" } });
        if (call.State is Verified && transition.Before.State is not Verified)
            CountVerified(call);
        if (call.State is Unverified unverified && transition.Before.State is not Unverified)
            _outcomes.Add(1, Outcome(call, "unverified", CallerVerification.Unverified(unverified.Reason, null)["reason"]));
        if (call.State is Ended ended && transition.Before.State is not Ended)
            _ended.Add(1, new TagList { { "callerauth.end_reason", ended.Reason.ToString() } });
        return Task.CompletedTask;
    }

    private void CountVerified(Call call)
    {
        _outcomes.Add(1, Outcome(call, "verified", reason: null));
        if (At(call, StoryStep.Kind.NumberEntered) is { } keyed && At(call, StoryStep.Kind.Approved) is { } approved)
            _timeToVerified.Record((approved - keyed).TotalSeconds, new TagList { { "callerauth.eid", call.EId } });
    }

    private static TagList Outcome(Call call, string outcome, string? reason)
    {
        var tags = new TagList { { "callerauth.outcome", outcome }, { "callerauth.eid", call.EId ?? "none" } };
        if (reason is not null)
            tags.Add("callerauth.reason", reason);
        return tags;
    }

    private static DateTimeOffset? At(Call call, StoryStep.Kind what) => call.Story?.LastOrDefault(step => step.What == what)?.At;
}
