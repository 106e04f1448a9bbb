namespace CallerAuth.Agents.Requests;

/// <summary>
/// Told of every change of a requested verification that this instance wrote, its beginning included; of an end perhaps more than once,
/// so being told twice must do no harm. It only takes notice, in nobody's way: what follows is an errand, which insists by itself where
/// it must be done. Two changes may be told at the same time; the greater version is the later.
/// </summary>
internal interface IRequestListener
{
    /// <returns>False when there is too much to do already; an end is then told again, by the poll engine or by who brought it about.</returns>
    bool TryTell(RequestedVerification verification);
}
