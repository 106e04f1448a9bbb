using CallerAuth.Store;

namespace CallerAuth.Calls;

/// <summary>What is done to a call's record, for a call that is nobody's: sealed, opened, and looked for in the store, which does not have it.</summary>
internal sealed class Rehearsal(CallStore calls, Sealer sealer)
{
    public Task PlayAsync(Call call)
    {
        sealer.Open(sealer.Seal(call, CallJson.Default.Call, call.CallSid), CallJson.Default.Call, call.CallSid);
        return calls.FindAsync(call.CallSid);
    }
}
