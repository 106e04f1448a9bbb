using CallerAuth.Ciba;
using CallerAuth.Lines;

namespace CallerAuth.Webhooks;

/// <summary>Which claims go out with an event: those that the line hands on to agents, but never the national ID, even where a line lists it.</summary>
internal sealed class HandedOnClaims(LineDirectory lines, EIdCatalogue eids)
{
    public IEnumerable<string> Of(string line, string? eid)
    {
        var nationalId = eids.Find(eid)?.NationalIdClaim.Split('.')[0];
        return lines.Find(line)?.Options.Attributes.Where(attribute => attribute != nationalId) ?? [];
    }
}
