using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Routing;

namespace CallerAuth.Agents.Statistics;

/// <summary>Counts what calls and requested verifications come to. What cannot be counted in some minutes is not counted: these are figures, not a trail.</summary>
internal sealed class CallCounter(FigureTally tally, FigureBook book, LineDirectory lines, Errands errands) : ICallListener, IRequestListener
{
    public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
    {
        var call = transition.After;
        foreach (var step in CallSteps.Of(transition, lines.Find(call.To)?.Options))
            tally.Count(call.To, call.EId, step);
        return Task.CompletedTask;
    }

    /// <summary>That it is on its way was counted when it was asked for.</summary>
    public bool TryTell(RequestedVerification verification) =>
        verification.State is RequestState.Pending || errands.TryInsist(_ => book.CountOnceAsync(verification.Id.Value, verification.Line, verification.EId, StepsOf(verification)));

    private static IEnumerable<string> StepsOf(RequestedVerification verification) => verification.State switch
    {
        RequestState.Verified => [Figure.RequestAsked, Figure.RequestVerified],
        RequestState.Unverified unverified => [Figure.RequestAsked, Figure.RequestReason + CallerVerification.Unverified(unverified.Reason, null)["reason"]],
        _ => [Figure.RequestAsked],
    };
}
