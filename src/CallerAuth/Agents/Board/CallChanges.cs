using CallerAuth.Agents.Console;
using CallerAuth.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Board;

/// <summary>Tells the agents' pages of each change of a call, where there is a console to show it.</summary>
internal sealed class CallChanges(LiveIndex index, IOptions<SignInOptions> signIn) : ICallListener
{
    public Task ChangedAsync(Transition transition, CancellationToken cancellationToken) =>
        !signIn.Value.IsConfigured ? Task.CompletedTask
        : transition.After.State is CallState.Ended ? index.EndAsync(transition.After.CallSid)
        : index.TouchAsync(transition.After.CallSid);
}
