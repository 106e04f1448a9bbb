using CallerAuth.Agents.Requests;
using CallerAuth.Calls;

namespace CallerAuth.Agents.Board;

/// <summary>Tells the agents' pages of each change of a verification that was asked for on a live call.</summary>
internal sealed class RequestChanges(LiveIndex index, Errands errands) : IRequestListener
{
    public bool TryTell(RequestedVerification verification) =>
        verification.CallSid is not { } callSid || errands.TryRun(_ => index.TouchKnownAsync(callSid));
}
