using CallerAuth.Identity;

namespace CallerAuth.Tests.Identity;

/// <summary>The values most identity tests start from.</summary>
internal static class The
{
    public static readonly DateOnly Today = new(2026, 11, 23);
    public static readonly NationalIdRules Production = new();
    public static readonly NationalIdRules TestInstallation = new() { AllowSynthetic = true, AllowTenDigits = true };
    public static readonly NationalIdHasher Hasher = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    /// <summary>Skatteetaten's synthetic person: no real one can ever hold this number.</summary>
    public const string NorwegianDigits = "03851598730";

    /// <summary>From Skatteverket's published test numbers.</summary>
    public const string SwedishDigits = "189001019802";

    public static NationalId Norwegian(string digits = NorwegianDigits) => Parsed(digits, NationalIdKind.Fodselsnummer);

    public static NationalId Swedish(string digits = SwedishDigits) => Parsed(digits, NationalIdKind.Personnummer);

    private static NationalId Parsed(string digits, NationalIdKind kind)
    {
        Assert.True(NationalId.TryParse(digits, kind, TestInstallation, Today, out var nationalId, out var fault), $"The fixture is refused: {fault}");
        return nationalId;
    }
}
