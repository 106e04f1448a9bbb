using CallerAuth.Ciba;

namespace CallerAuth.Lines;

/// <summary>A line with what its settings stand for.</summary>
internal sealed record Line(LineOptions Options, IReadOnlyList<EId> EIds)
{
    /// <summary>The queues that the line's callers may wait in.</summary>
    public IEnumerable<string> Queues =>
        new[] { Options.WhenVerified, Options.WhenUnverified }.Where(to => to.Kind == DestinationKind.Queue).Select(to => to.Name).Distinct(StringComparer.Ordinal);

    public string Language => Options.Languages[0];

    /// <returns>Null before the caller has chosen, and for an eID that the line no longer takes.</returns>
    public EId? Find(string? eid) => EIds.FirstOrDefault(known => known.Name == eid);
}
