namespace CallerAuth.Identity;

/// <summary>A verified identity in the form that is sealed and stored; <see cref="VerifiedIdentity"/> itself does not serialise.</summary>
internal sealed record StoredIdentity
{
    public required string EId { get; init; }

    public required string Acr { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required string Subject { get; init; }

    public required IReadOnlyDictionary<string, string> Claims { get; init; }

    public static StoredIdentity From(VerifiedIdentity identity) => new()
    {
        EId = identity.EId,
        Acr = identity.Acr,
        AuthenticatedAt = identity.AuthenticatedAt,
        Subject = identity.Subject,
        Claims = identity.Claims,
    };

    public VerifiedIdentity ToIdentity() => new(EId, Acr, AuthenticatedAt, Subject, Claims);

    /// <summary>Masked: this is personal data.</summary>
    public override string ToString() => "identity (hidden)";
}
