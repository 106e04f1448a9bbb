using CallerAuth.Calls;

namespace CallerAuth.Agents.Requests;

/// <summary>
/// Cancels what was asked about a caller once their call is over: nobody is left who wants to know, and whoever still holds the app
/// should not approve what nobody sees. What came of it is then kept no longer than that of any other verification.
/// </summary>
internal sealed class EndedCalls(AskedOnCalls asked, RequestStore requests, Errands errands, IServiceProvider services) : ICallListener
{
    // Asked for late: the desk needs the switchboard, which needs its listeners.
    private readonly Lazy<VerificationDesk> _desk = new(services.GetRequiredService<VerificationDesk>);

    public Task ChangedAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (transition.After.State is CallState.Ended)
            End(transition.After.CallSid);
        return Task.CompletedTask;
    }

    // Apart, so that a transition that ends nothing captures nothing.
    private void End(string callSid) => errands.TryInsist(stopping => EndAsync(callSid, stopping));

    private async Task EndAsync(string callSid, CancellationToken cancellationToken)
    {
        var all = await asked.AllAsync(callSid);
        foreach (var id in all)
        {
            await _desk.Value.CancelAsync(id, cancellationToken);
            await requests.LetGoAsync(id);
        }

        if (all.Count > 0)
            await asked.ForgetAsync(callSid);
    }
}
