namespace CallerAuth.Identity;

/// <summary>What an installation accepts beyond the ordinary numbers.</summary>
internal sealed record NationalIdRules
{
    /// <summary>Norwegian test numbers: Skatteetaten's (month + 80) and NAV's (month + 40). Never in production.</summary>
    public bool AllowSynthetic { get; init; }

    /// <summary>Swedish numbers keyed without their century.</summary>
    public bool AllowTenDigits { get; init; }
}
