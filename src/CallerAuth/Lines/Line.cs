using CallerAuth.Ciba;

namespace CallerAuth.Lines;

/// <summary>A line with what its settings stand for.</summary>
internal sealed record Line(LineOptions Options, IReadOnlyList<EId> EIds)
{
    /// <summary>The queues that the line's callers may wait in.</summary>
    public IEnumerable<string> Queues =>
        new[] { Options.WhenVerified, Options.WhenUnverified }.Where(to => to.Kind == DestinationKind.Queue).Select(to => to.Name).Distinct(StringComparer.Ordinal);

    public string Language => Options.Languages[0];

    /// <returns>The line as it is on a call that the given side has placed: some eIDs serve callers who called us, and nobody we call.</returns>
    public Line For(CallInitiator initiator) =>
        initiator == CallInitiator.User ? this : this with { EIds = [.. EIds.Where(eid => !eid.InboundOnly)] };

    /// <returns>Null before the caller has chosen, and for an eID that the line no longer takes.</returns>
    public EId? Find(string? eid)
    {
        for (var i = 0; i < EIds.Count; i++)
        {
            if (EIds[i].Name == eid)
                return EIds[i];
        }

        return null;
    }
}
