using System.Globalization;
using CallerAuth.Identity;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Board;

/// <summary>What a line lets its agents see of a person who proved who they are.</summary>
internal static class PersonOnLine
{
    private const string Name = "name";
    private const string BirthDate = "birthdate";

    public static string? NameOf(StoredIdentity identity, Line line) => Claim(identity, line, Name);

    public static DateOnly? BirthDateOf(StoredIdentity identity, Line line) =>
        DateOnly.TryParseExact(Claim(identity, line, BirthDate), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null;

    private static string? Claim(StoredIdentity identity, Line line, string claim) =>
        line.Options.Attributes.Contains(claim, StringComparer.Ordinal) ? identity.Claims.GetValueOrDefault(claim) : null;
}
