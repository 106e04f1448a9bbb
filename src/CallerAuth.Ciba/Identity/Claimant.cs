namespace CallerAuth.Identity;

/// <summary>What may be remembered of the person who was asked for, until the id_token tells who answered.</summary>
internal sealed record Claimant(string EId, NationalIdHash NationalIdHash, BirthDateHash? BirthDateHash);
