using CallerAuth.Agents.Access;

namespace CallerAuth.Tests.Agents.Access;

public class ApiOptionsValidatorTests
{
    private static readonly string Hash = ApiKey.HashOf("cak_1");

    [Fact]
    public void Nothing_is_needed() => Assert.True(new ApiOptionsValidator().Validate(null, new ApiOptions()).Succeeded);

    [Fact]
    public void A_provider_and_keys_may_stand_side_by_side() =>
        Assert.True(Validate(options => (options.Authority, options.Audience) = ("https://login.example", "api"), Key("crm", Hash)).Succeeded);

    [Theory]
    [InlineData("http://login.example", "api", "Api:Authority: not an https address.")]
    [InlineData("login.example", "api", "Api:Authority: not an https address.")]
    [InlineData("https://login.example", "", "Api:Audience: missing.")]
    [InlineData("", "api", "Api:Authority: missing beside Api:Audience.")]
    public void Half_a_provider_is_none(string authority, string audience, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Validate(options => (options.Authority, options.Audience) = (authority, audience)).Failures!), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_of_a_key_is_named()
    {
        var faults = Validate(_ => { }, new ApiKeyOptions { Name = "a b", Sha256 = "cak_secret", Scopes = ["verifications"], Lines = ["4721000000"] }, new ApiKeyOptions { Name = "crm", Sha256 = Hash }).Failures!.ToList();

        Assert.Equal(
            ["Api:Keys:0:Name", "Api:Keys:0:Sha256", "Api:Keys:0:Scopes", "Api:Keys:0:Lines", "Api:Keys:1:Scopes"],
            faults.Select(fault => string.Join(':', fault.Split(':').Take(4))));
        Assert.DoesNotContain(faults, fault => fault.Contains("cak_secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_keys_are_told_apart()
    {
        Assert.Contains("two keys have one name", Assert.Single(Validate(_ => { }, Key("crm", Hash), Key("CRM", ApiKey.HashOf("cak_2"))).Failures!), StringComparison.Ordinal);
        Assert.Contains("one key stands there twice", Assert.Single(Validate(_ => { }, Key("crm", Hash), Key("erp", Hash)).Failures!), StringComparison.Ordinal);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(Action<ApiOptions> change, params ApiKeyOptions[] keys)
    {
        var options = new ApiOptions();
        options.Keys.AddRange(keys);
        change(options);
        return new ApiOptionsValidator().Validate(null, options);
    }

    private static ApiKeyOptions Key(string name, string hash) => new() { Name = name, Sha256 = hash, Scopes = [Scope.Read] };
}
