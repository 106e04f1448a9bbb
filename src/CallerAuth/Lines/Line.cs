using CallerAuth.Ciba;

namespace CallerAuth.Lines;

/// <summary>A line with what its settings stand for.</summary>
internal sealed record Line(LineOptions Options, IReadOnlyList<EId> EIds)
{
    public string Language => Options.Languages[0];

    /// <returns>Null before the caller has chosen, and for an eID that the line no longer takes.</returns>
    public EId? Find(string? eid) => EIds.FirstOrDefault(known => known.Name == eid);
}
