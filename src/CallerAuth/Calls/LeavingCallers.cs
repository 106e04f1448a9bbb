using CallerAuth.Lines;

namespace CallerAuth.Calls;

/// <summary>Callers who wait no more: talked, hung up, or on their way elsewhere. No agent may be told of them.</summary>
internal sealed class LeavingCallers(WaitingCallers waiting, AgentOffers offers, Errands errands)
{
    /// <summary>Takes the caller out of all queues of the line, as soon as the store can be told.</summary>
    public void Leave(string callerSid, Line? line)
    {
        string[] queues = [.. line?.Queues ?? []];
        if (queues.Length > 0)
            errands.TryInsist(_ => ForgetAsync(callerSid, queues));
    }

    public async Task ForgetAsync(string callerSid, params string[] queues)
    {
        foreach (var queue in queues)
            await waiting.RemoveAsync(queue, callerSid);
        await offers.PartAsync(callerSid);
    }
}
