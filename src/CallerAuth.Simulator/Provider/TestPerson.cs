using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Simulator.Provider;

/// <summary>A made-up person with a BankID. The number is a test number: no real person can hold it.</summary>
internal sealed record TestPerson(string NationalId, string GivenName, string FamilyName)
{
    public bool IsNorwegian => NationalId.Length == 11;

    public string Name => $"{GivenName} {FamilyName}";

    /// <summary>The pseudonym Idura gives the person in this tenant: a GUID in braces.</summary>
    public string Subject => new Guid(SHA256.HashData(Encoding.ASCII.GetBytes($"simulator:{NationalId}")).AsSpan(0, 16)).ToString("B");

    /// <summary>The birth date inside a Norwegian number, also when it is a D-number (day + 40) or synthetic (month + 80 or + 40).</summary>
    public DateOnly? BirthDate
    {
        get
        {
            if (!IsNorwegian)
                return DateOnly.TryParseExact(NationalId[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var swedish) ? swedish : null;

            var day = Digits(0, 2) % 40;
            var month = Digits(2, 2) % 40;
            var year = Digits(4, 2);
            var individual = Digits(6, 3);
            var century = individual switch
            {
                <= 499 => 1900,
                <= 749 when year >= 54 => 1800,
                >= 900 when year >= 40 => 1900,
                _ => 2000,
            };
            return DateOnly.TryParseExact($"{century + year:0000}{month:00}{day:00}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null;
        }
    }

    private int Digits(int start, int length) => int.Parse(NationalId.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);

    public override string ToString() => Name;
}
