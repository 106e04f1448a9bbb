using CallerAuth.Identity;
using CsCheck;

namespace CallerAuth.Tests.Identity;

public class NationalIdHasherTests
{
    [Fact]
    public void A_claim_matches_only_the_number_that_was_hashed()
    {
        var hash = The.Hasher.Hash(The.Norwegian());

        Assert.True(The.Hasher.Matches(hash, NationalIdKind.Fodselsnummer, The.NorwegianDigits));
        Assert.False(The.Hasher.Matches(hash, NationalIdKind.Fodselsnummer, "17912099997"));
        Assert.False(The.Hasher.Matches(hash, NationalIdKind.Fodselsnummer, $" {The.NorwegianDigits}"));
        Assert.False(The.Hasher.Matches(hash, NationalIdKind.Fodselsnummer, ""));
        Assert.False(The.Hasher.Matches(hash, NationalIdKind.Personnummer, The.NorwegianDigits));
    }

    [Fact]
    public void The_same_number_hashes_alike_under_one_key_and_not_under_another()
    {
        var other = new NationalIdHasher(new byte[32]);

        Assert.Equal(The.Hasher.Hash(The.Norwegian()), The.Hasher.Hash(The.Norwegian()));
        Assert.NotEqual(The.Hasher.Hash(The.Norwegian()), other.Hash(The.Norwegian()));
    }

    [Theory]
    [InlineData("2015-05-03", true)]
    [InlineData("1915-05-03", true)]
    [InlineData("2015-05-04", false)]
    [InlineData("2015-06-03", false)]
    [InlineData("2016-05-03", false)]
    [InlineData("03.05.2015", false)]
    [InlineData("2015-5-3", false)]
    [InlineData("0000-05-03", false)]
    [InlineData("", false)]
    public void A_birthdate_claim_matches_on_day_month_and_two_digits_of_the_year(string claim, bool matches)
    {
        var number = The.Norwegian();
        var hash = The.Hasher.HashBirthDate(number);

        Assert.NotNull(hash);
        Assert.Equal(matches, The.Hasher.MatchesBirthDate(hash, The.Hasher.Hash(number), claim));
    }

    [Fact]
    public void Two_people_with_one_birthday_have_different_birth_date_hashes()
    {
        // Both were born on the second of January 1932 or 2032.
        var one = The.Norwegian("02013299997");
        var other = The.Norwegian("02013299806");

        Assert.Equal(one.BirthDate, other.BirthDate);
        Assert.NotEqual(The.Hasher.HashBirthDate(one), The.Hasher.HashBirthDate(other));
        Assert.False(The.Hasher.MatchesBirthDate(The.Hasher.HashBirthDate(one)!, The.Hasher.Hash(other), "1932-01-02"));
    }

    [Fact]
    public void A_number_without_a_date_has_no_birth_date_hash() =>
        Assert.Null(The.Hasher.HashBirthDate(The.Swedish("200000672386")));

    [Fact]
    public void Hashes_survive_the_store()
    {
        var hash = The.Hasher.Hash(The.Swedish());
        var birthDate = The.Hasher.HashBirthDate(The.Swedish())!;

        Assert.Equal(hash, NationalIdHash.Parse(hash.Value));
        Assert.Equal(birthDate, BirthDateHash.Parse(birthDate.Value));
        Assert.DoesNotContain(The.SwedishDigits, hash.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("ZZ00000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_hash_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => NationalIdHash.Parse(text));
        Assert.Throws<FormatException>(() => BirthDateHash.Parse(text));
    }

    [Fact]
    public void A_short_key_is_refused() => Assert.Throws<ArgumentException>(() => new NationalIdHasher(new byte[31]));

    [Fact]
    public void A_hash_made_with_the_key_of_before_is_still_recognised_and_no_new_one_is_made_with_it()
    {
        byte[] after = [9, .. new byte[31]];
        byte[] before = [8, .. new byte[31]];
        var (old, changed) = (new NationalIdHasher(before), new NationalIdHasher(after, before));
        var person = The.Norwegian();

        Assert.True(changed.Matches(old.Hash(person), person.Kind, The.NorwegianDigits));
        Assert.True(changed.MatchesBirthDate(old.HashBirthDate(person)!, old.Hash(person), "2015-05-03"));
        Assert.False(new NationalIdHasher(after).Matches(old.Hash(person), person.Kind, The.NorwegianDigits));
        Assert.Equal(new NationalIdHasher(after).Hash(person), changed.Hash(person));
    }

    [Fact]
    public void The_hasher_keeps_its_own_copy_of_the_key()
    {
        var key = new byte[32];
        var hasher = new NationalIdHasher(key);
        var before = hasher.Hash(The.Swedish());
        key[0] = 1;

        Assert.Equal(before, hasher.Hash(The.Swedish()));
    }

    [Fact]
    public void No_claim_makes_the_comparison_throw()
    {
        var number = The.Swedish();
        Gen.String.Sample(claim =>
            !The.Hasher.Matches(The.Hasher.Hash(number), NationalIdKind.Personnummer, claim)
            && !The.Hasher.MatchesBirthDate(The.Hasher.HashBirthDate(number)!, The.Hasher.Hash(number), claim));
    }
}
