using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CallerAuth.Calls;

/// <summary>How callers who wait learn of their outcome: moved on by REST at once, or by the hold loop a round later.</summary>
internal sealed class RedirectMeter
{
    public const string Name = "CallerAuth.Redirects";

    private readonly Counter<long> _redirects;

    public RedirectMeter(IMeterFactory meters) =>
        _redirects = meters.Create(Name).CreateCounter<long>("callerauth.redirects", "{redirect}", "Callers who were to be moved on to their outcome.");

    public void Pushed() => Count("push");

    /// <summary>The caller's own round found the outcome before any redirect did.</summary>
    public void Pulled() => Count("hold_loop");

    public void Gone() => Count("gone");

    public void Refused() => Count("refused");

    private void Count(string how) => _redirects.Add(1, new TagList { { "callerauth.redirect", how } });
}
