using System.Text.Json;
using System.Text.RegularExpressions;
using CallerAuth.Hardening;
using CallerAuth.Store;
using CallerAuth.Tests.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Hardening;

/// <summary>Secrets may stand anywhere but in a settings file.</summary>
public sealed partial class SecretOptionsValidatorTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-secrets-").FullName;

    public static TheoryData<string> Secrets => [.. SecretOptionsValidator.Secrets];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_in_a_settings_file_is_named_with_its_mend_and_not_repeated(string key)
    {
        var list = key.EndsWith("Tokens", StringComparison.Ordinal);
        var fault = Assert.Single(Faults.In(With("Production", (list ? $"{key}:0" : key, "hush")), new SecretOptions()));

        Assert.StartsWith($"{key}: stands in appsettings.json", fault, StringComparison.Ordinal);
        Assert.Contains($"environment variable {key.Replace(":", "__", StringComparison.Ordinal)} ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:6380,ssl=true", true)]
    [InlineData("redis:6380,password=", true)]
    [InlineData("redis:6380,password=hush", false)]
    [InlineData("redis:6380, Password = hush", false)]
    [InlineData("redis:6380,sentinelPassword=hush", false)]
    public void A_connection_string_may_stand_there_without_its_password(string connectionString, bool good)
    {
        var faults = Faults.In(With("Production", ("Store:ConnectionString", connectionString)), new SecretOptions());

        Assert.Equal(good ? 0 : 1, faults.Length);
        Assert.DoesNotContain("hush", string.Concat(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("appsettings.Production.json", "Production", false)]
    [InlineData("appsettings.json", "Staging", false)]
    [InlineData("appsettings.json", "Development", true)]
    [InlineData("secrets.json", "Production", true)]
    public void It_is_the_shared_files_that_are_meant_and_not_a_developers_own(string file, string environment, bool good) =>
        Assert.Equal(good ? [] : ["Ciba:ClientSecret"], Faults.KeysIn(With(environment, file, ("Ciba:ClientSecret", "hush")), new SecretOptions()));

    [Theory]
    [InlineData("Webhooks:0:Secret", "Webhooks:0:Secret")]
    [InlineData("Webhooks:2:AdditionalSecrets", "Webhooks:2:AdditionalSecrets:0")]
    public void So_are_the_secrets_of_webhooks(string key, string setting) =>
        Assert.Equal([key], Faults.KeysIn(With("Production", ("Webhooks:0:Url", "https://crm.example"), (setting, "hush")), new SecretOptions()));

    [Fact]
    public void A_file_that_repeats_a_secret_is_at_fault_even_where_the_environment_goes_before_it()
    {
        var configuration = FromFile("appsettings.json", ("Ciba:ClientSecret", "hush")).AddInMemoryCollection([new("Ciba:ClientSecret", "other")]).Build();

        Assert.Equal(["Ciba:ClientSecret"], Faults.KeysIn(new SecretOptionsValidator(configuration, new HostOf("Production")), new SecretOptions()));
    }

    [Fact]
    public void Every_setting_that_is_named_like_a_secret_is_one()
    {
        var named = Setting().Matches(File.ReadAllText(Repository.PathOf("docs", "configuration.md"))).Select(match => match.Groups["key"].Value);

        Assert.Equal(SecretOptionsValidator.Secrets.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_directory_of_secrets_goes_before_the_file_and_is_no_fault()
    {
        File.WriteAllText(Path.Combine(_directory, "Ciba__ClientSecret"), "from the directory\n");
        File.WriteAllText(Path.Combine(_directory, "Twilio__RequestValidation__AdditionalAuthTokens__0"), "t");
        var builder = Production(("SecretsDirectory", _directory), ("Ciba:ClientSecret", "from elsewhere"));

        builder.AddHardening();

        Assert.Equal("from the directory", builder.Configuration["Ciba:ClientSecret"]);
        Assert.Equal("t", builder.Configuration["Twilio:RequestValidation:AdditionalAuthTokens:0"]);
        using var app = (IDisposable)builder.Build();
    }

    [Fact]
    public async Task A_secret_in_the_file_and_a_directory_that_is_not_there_are_told_with_the_other_faults()
    {
        FromFile("appsettings.json", ("Twilio:AuthToken", "hush"), ("Privacy:NationalIdHashKey", "hush"));
        var builder = Production(("SecretsDirectory", Path.Combine(_directory, "nowhere")), ("Server:MaxConnections", "1"));
        builder.AddHardening();
        builder.Services.AddStore();
        await using var app = builder.Build();

        var refusal = Assert.ThrowsAny<Exception>(() => app.Services.GetRequiredService<IStartupValidator>().Validate());

        var faults = (refusal is AggregateException all ? all.InnerExceptions : [refusal]).Cast<OptionsValidationException>().SelectMany(fault => fault.Failures).ToList();
        string[] keys = ["SecretsDirectory", "Twilio:AuthToken", "Privacy:NationalIdHashKey", "Server:MaxConnections", "Store:ConnectionString"];
        Assert.All(keys, key => Assert.Contains(faults, fault => fault.StartsWith(key + ": ", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private WebApplicationBuilder Production(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = _directory });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        return builder;
    }

    private SecretOptionsValidator With(string environment, params (string Key, string Value)[] settings) => With(environment, "appsettings.json", settings);

    private SecretOptionsValidator With(string environment, string file, params (string Key, string Value)[] settings) =>
        new(FromFile(file, settings).Build(), new HostOf(environment));

    // JSON configuration also reads flat keys.
    private IConfigurationBuilder FromFile(string file, params (string Key, string Value)[] settings)
    {
        File.WriteAllText(Path.Combine(_directory, file), JsonSerializer.Serialize(settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal)));
        return new ConfigurationBuilder().SetBasePath(_directory).AddJsonFile(file);
    }

    [GeneratedRegex(@"^\| `(?<key>[A-Za-z:]+(Secret|Tokens?|Password|HashKeys?))` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
