namespace CallerAuth.Calls;

/// <summary>
/// Told of every transition that was written by this instance, after the fact and never in the caller's way. A call that has just rung
/// has version 0 before and no event. Two transitions of one call may be told in either order; their versions say which came first.
/// </summary>
internal interface ICallListener
{
    Task ChangedAsync(Transition transition, CancellationToken cancellationToken);
}
