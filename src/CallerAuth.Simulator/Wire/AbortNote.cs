using Microsoft.AspNetCore.Http.Features;

namespace CallerAuth.Simulator.Wire;

/// <summary>Notes that a connection was closed without an answer: the request's own token tells it a moment too late.</summary>
internal sealed class AbortNote(IHttpRequestLifetimeFeature lifetime) : IHttpRequestLifetimeFeature
{
    public bool WasAborted { get; private set; }

    public CancellationToken RequestAborted
    {
        get => lifetime.RequestAborted;
        set => lifetime.RequestAborted = value;
    }

    public void Abort()
    {
        WasAborted = true;
        lifetime.Abort();
    }
}
