using System.Text.RegularExpressions;
using CallerAuth.Agents.Access;

namespace CallerAuth.Tests.Agents.Access;

public partial class ApiKeyTests
{
    [Fact]
    public void A_key_has_256_bits_and_can_be_known_for_one()
    {
        var (one, two) = (ApiKey.New(), ApiKey.New());

        Assert.Matches("^cak_[A-Za-z0-9_-]{43}$", one);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void A_key_is_found_by_its_hash_and_nothing_else_is()
    {
        var key = ApiKey.New();
        ApiKeyOptions[] keys = [new() { Name = "crm", Sha256 = ApiKey.HashOf(ApiKey.New()) }, new() { Name = "erp", Sha256 = ApiKey.HashOf(key).ToUpperInvariant() }];

        Assert.Equal("erp", ApiKey.Find(keys, key)?.Name);
        Assert.Null(ApiKey.Find(keys, key + " "));
        Assert.Null(ApiKey.Find(keys, ApiKey.HashOf(key)));
        Assert.Null(ApiKey.Find(keys, ""));
        Assert.Null(ApiKey.Find([], key));
    }

    [Fact]
    public async Task The_command_prints_a_key_once_with_settings_that_take_it()
    {
        await using StringWriter output = new(), errors = new();

        var code = await ApiKeyCommand.RunAsync(["new", "crm"], output, errors);

        var key = Assert.Single(Key().Matches(output.ToString())).Value;
        Assert.Equal((0, ""), (code, errors.ToString()));
        Assert.Contains($"Api__Keys__0__Sha256={ApiKey.HashOf(key)}", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Api__Keys__0__Name=crm", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("new")]
    [InlineData("new", "")]
    [InlineData("new", "a b")]
    [InlineData("new", "crm", "erp")]
    [InlineData("old", "crm")]
    public async Task A_misuse_is_told_and_makes_no_key(params string[] words)
    {
        await using StringWriter output = new(), errors = new();

        Assert.Equal(2, await ApiKeyCommand.RunAsync(words, output, errors));
        Assert.Empty(output.ToString());
        Assert.StartsWith("CallerAuth api-key new NAME", errors.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex("cak_[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
