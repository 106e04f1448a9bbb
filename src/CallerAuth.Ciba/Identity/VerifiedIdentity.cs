using System.Diagnostics;

namespace CallerAuth.Identity;

/// <summary>
/// What an id_token that passed every check says of the caller. <paramref name="Acr"/> is what the provider says was used,
/// <paramref name="Claims"/> are the token's text claims about the person, the national ID among them: only what a line lists travels further.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record VerifiedIdentity(
    string EId,
    string Acr,
    DateTimeOffset AuthenticatedAt,
    string Subject,
    IReadOnlyDictionary<string, string> Claims)
{
    /// <summary>Without any other claim: what nobody wants is not kept.</summary>
    public VerifiedIdentity Only(IReadOnlyCollection<string> claims) =>
        this with { Claims = Claims.Where(claim => claims.Contains(claim.Key)).ToDictionary(StringComparer.Ordinal) };

    public override string ToString() => $"VerifiedIdentity({EId}, ***)";
}
