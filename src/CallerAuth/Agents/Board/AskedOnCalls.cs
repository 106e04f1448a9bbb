using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Store;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Board;

/// <summary>
/// Which verification an agent or a system asked for last about a live call, so that every page that shows the call shows what came
/// of it, also after a reload and on another instance.
/// </summary>
internal sealed class AskedOnCalls(StoreConnection store, Keys keys, LiveIndex index, VerificationDesk desk) : IRequestListener
{
    public async Task ChangedAsync(RequestedVerification verification, CancellationToken cancellationToken)
    {
        if (verification.CallSid is not { } callSid)
            return;
        if (verification.State is RequestState.Starting)
            await store.Database.StringSetAsync(keys.AskedOn(callSid), verification.Id.Value, CallStore.Keep);
        await index.TouchAsync(callSid);
    }

    /// <returns>Null when nobody asked, or when it is so long ago that it is forgotten.</returns>
    public async Task<RequestedVerification?> FindAsync(string callSid) =>
        VerificationId.TryParse((string?)await store.Database.StringGetAsync(keys.AskedOn(callSid)) ?? "", out var id)
        && await desk.FindAsync(id, CancellationToken.None) is { } asked && asked.CallSid == callSid
            ? asked
            : null;
}
