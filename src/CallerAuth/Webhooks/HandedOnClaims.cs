using CallerAuth.Ciba;
using CallerAuth.Lines;

namespace CallerAuth.Webhooks;

/// <summary>Which claims go out with an event: those that the line hands on to agents, but never the national ID, even where a line lists it.</summary>
internal sealed class HandedOnClaims(LineDirectory lines, EIdCatalogue eids)
{
    public IEnumerable<string> Of(string line, string? eid)
    {
        // Of every eID there is, by its whole name and by what it lies in: also one that is configured no more leaves none behind.
        var nationalIds = eids.All.Append(eids.Find(eid)).OfType<EId>().SelectMany(one => new[] { one.NationalIdClaim, one.NationalIdClaim.Split('.')[0] }).ToHashSet(StringComparer.Ordinal);
        return lines.Find(line)?.Options.Attributes.Where(attribute => !nationalIds.Contains(attribute)) ?? [];
    }
}
