using CallerAuth.Agents.Requests;

namespace CallerAuth.Agents.Board;

/// <summary>Tells the agents' pages of each change of a verification that was asked for on a live call.</summary>
internal sealed class RequestChanges(LiveIndex index) : IRequestListener
{
    public Task ChangedAsync(RequestedVerification verification, CancellationToken cancellationToken) =>
        verification.CallSid is { } callSid ? index.TouchKnownAsync(callSid) : Task.CompletedTask;
}
