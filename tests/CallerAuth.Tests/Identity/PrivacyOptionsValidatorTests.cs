using CallerAuth.Identity;
using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Identity;

public class PrivacyOptionsValidatorTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public void A_key_of_32_bytes_or_more_passes(int bytes) => Assert.Empty(FaultsOf(Convert.ToBase64String(new byte[bytes])));

    [Theory]
    [InlineData("", "missing")]
    [InlineData("not base64!", "not Base64")]
    [InlineData("aHVzaA==", "holds 4 bytes")]
    public void A_key_that_could_be_guessed_or_not_be_read_is_not_repeated(string key, string why)
    {
        var fault = Assert.Single(FaultsOf(key));

        Assert.StartsWith($"Privacy:NationalIdHashKey: {why}", fault, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", fault, StringComparison.Ordinal);
        if (key.Length > 0)
            Assert.DoesNotContain(key, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData(null, "missing")]
    [InlineData("not base64!", "not Base64")]
    [InlineData("aHVzaA==", "holds 4 bytes")]
    public void Each_other_key_must_be_as_good(string? other, string why)
    {
        var good = Convert.ToBase64String(new byte[32]);

        var faults = Faults.In(new PrivacyOptionsValidator(), new PrivacyOptions { NationalIdHashKey = good, OtherNationalIdHashKeys = [good, other!] });

        Assert.StartsWith($"Privacy:OtherNationalIdHashKeys:1: {why}", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void One_byte_too_few() => Assert.Single(FaultsOf(Convert.ToBase64String(new byte[31])));

    private static string[] FaultsOf(string key) => Faults.In(new PrivacyOptionsValidator(), new PrivacyOptions { NationalIdHashKey = key });
}
