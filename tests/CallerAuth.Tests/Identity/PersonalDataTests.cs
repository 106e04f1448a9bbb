using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CallerAuth.Identity;

namespace CallerAuth.Tests.Identity;

/// <summary>Personal data does not get out by accident: by a log template, an exception text, a serializer or the debugger's first glance.</summary>
public class PersonalDataTests
{
    private static readonly NationalIdHash Hash = The.Hasher.Hash(The.Norwegian());
    private static readonly BirthDateHash BirthDate = The.Hasher.HashBirthDate(The.Norwegian())!;

    private static readonly VerifiedIdentity Identity = new(
        "no-bankid",
        "urn:grn:authn:no:bankid",
        DateTimeOffset.UnixEpoch,
        "{subject}",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Kari Nordmann", ["socialno"] = The.NorwegianDigits });

    public static TheoryData<object, string[]> Secrets => new()
    {
        { The.Norwegian(), [The.NorwegianDigits, "030515"] },
        { Hash, [Hash.Value] },
        { BirthDate, [BirthDate.Value] },
        { new Claimant("no-bankid", Hash, BirthDate), [Hash.Value, BirthDate.Value] },
        { AuthReqId.Parse("3857f8ff-21b9-48ae-a732-a3bd8128a7ae"), ["3857f8ff"] },
        { WordPair.Parse("Frekk Julekos"), ["Frekk", "Julekos"] },
        { Identity, ["Kari", The.NorwegianDigits, "subject"] },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void It_cannot_print_itself(object secret, string[] words)
    {
        string[] prints =
        [
            secret.ToString()!,
            $"{secret}",
            string.Format(CultureInfo.InvariantCulture, "{0}", secret),
            new InvalidOperationException($"Something about {secret}.").ToString(),
        ];

        Assert.All(prints, print => Assert.All(words, word => Assert.DoesNotContain(word, print, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void The_debugger_shows_its_masked_text(object secret, string[] words)
    {
        Assert.NotEmpty(words);
        if (secret is Claimant)
            return; // It shows its members, each of which is masked.

        Assert.Equal("{ToString(),nq}", secret.GetType().GetCustomAttribute<DebuggerDisplayAttribute>()?.Value);
    }

    [Fact]
    public void A_national_ID_refuses_JSON()
    {
        var refusal = Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(The.Norwegian()));
        var nested = Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new { Caller = The.Norwegian() }));

        Assert.DoesNotContain(The.NorwegianDigits, refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(The.NorwegianDigits, nested.ToString(), StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<NationalId>($"\"{The.NorwegianDigits}\""));
    }

    [Fact]
    public void A_national_ID_shows_its_digits_through_one_door_only()
    {
        var doors = typeof(NationalId)
            .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(member => member is not ConstructorInfo)
            .Select(member => member.Name)
            .Except(["get_Kind", "get_BirthDate"], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

        Assert.Equal(["BirthDate", "Kind", "Reveal", "ToString"], doors);
    }

    [Fact]
    public void Two_national_IDs_do_not_compare_by_their_digits() => Assert.False(The.Norwegian().Equals(The.Norwegian()));
}
