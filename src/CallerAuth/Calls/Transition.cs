using CallerAuth.Verification;

namespace CallerAuth.Calls;

/// <summary>A call before and after something happened; the same instance when it changed nothing.</summary>
internal readonly record struct Transition(Call Before, Call After, CallEvent? Happened)
{
    public bool Moved => !ReferenceEquals(Before, After);

    /// <summary>The running verification that nobody waits for any more because of this transition.</summary>
    public VerificationId? Abandoned =>
        Moved && Happened is CallEvent.HungUp or CallEvent.AgentRequested or CallEvent.DeadlinePassed or CallEvent.Apologised ? Before.Running : null;
}
