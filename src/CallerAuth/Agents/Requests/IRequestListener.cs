namespace CallerAuth.Agents.Requests;

/// <summary>
/// Told of every change of a requested verification that this instance wrote, its beginning included. Runs as an errand, in nobody's
/// way: an exception is logged and that is all, so who must be heard insists by itself. Two changes may be told at the same time; the
/// greater version is the later.
/// </summary>
internal interface IRequestListener
{
    Task ChangedAsync(RequestedVerification verification, CancellationToken cancellationToken);
}
