using CallerAuth.Audit;
using CallerAuth.Identity;
using CallerAuth.Tests.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Audit;

public class AuditPseudonymsTests
{
    private static readonly NationalIdHash Person = The.Hasher.Hash(The.Norwegian());

    [Fact]
    public void All_records_of_one_person_carry_one_pseudonym() => Assert.Equal(With(1).Of(Person), With(1).Of(The.Hasher.Hash(The.Norwegian())));

    [Fact]
    public void It_is_nothing_that_stands_elsewhere_in_the_store()
    {
        var pseudonym = With(1).Of(Person);

        Assert.Matches("^[0-9a-f]{32}$", pseudonym);
        Assert.DoesNotContain(pseudonym, Person.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_and_a_calling_number_never_share_one() =>
        Assert.NotEqual(With(1).Of(Person), With(1).Of(CallingNumberHash.Parse(Person.Value)));

    [Fact]
    public void Another_key_gives_another_one() => Assert.NotEqual(With(1).Of(Person), With(2).Of(Person));

    [Fact]
    public void A_person_is_found_under_the_keys_of_before_too()
    {
        var after = new AuditPseudonyms(Options.Create(new PrivacyOptions { NationalIdHashKey = Key(2), OtherNationalIdHashKeys = [Key(1)] }));
        var before = With(1).Of(new NationalIdHasher(Convert.FromBase64String(Key(1))).Hash(The.Norwegian()));

        var all = after.AllOf(The.Norwegian());

        Assert.Equal(2, all.Count);
        Assert.Contains(before, all);
    }

    [Theory]
    [InlineData("+4721000000")]
    [InlineData("+4721000003")]
    public void A_telephone_is_found_on_every_line_and_under_the_keys_of_before_too(string line)
    {
        var after = new AuditPseudonyms(Options.Create(new PrivacyOptions { NationalIdHashKey = Key(2), OtherNationalIdHashKeys = [Key(1)] }));
        var hasher = new CallingNumberHasher(Options.Create(new PrivacyOptions { NationalIdHashKey = Key(1) }));

        var all = after.AllOf("+4790000001");

        Assert.Equal(2, all.Count);
        Assert.Contains(With(1).Of(hasher.Hash("+4790000001", line)), all);
        Assert.DoesNotContain(With(1).Of(hasher.Hash("anonymous", line)), all);
    }

    private static string Key(byte first) => Convert.ToBase64String([first, .. new byte[31]]);

    private static AuditPseudonyms With(byte first) => new(Options.Create(new PrivacyOptions { NationalIdHashKey = Convert.ToBase64String([first, .. new byte[31]]) }));
}
