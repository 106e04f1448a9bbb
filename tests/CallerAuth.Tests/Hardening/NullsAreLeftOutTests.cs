using System.Text;
using CallerAuth.Ciba;
using CallerAuth.Hardening;
using CallerAuth.Identity;
using CallerAuth.Voice;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Hardening;

public class NullsAreLeftOutTests
{
    [Fact]
    public void A_null_in_a_settings_file_is_as_good_as_left_out()
    {
        var ciba = Bound<CibaOptions>(CibaOptions.Section, """{"Authority":null,"SigningAlgorithm":null,"IdTokenSigningAlgorithms":[null,"RS256"],"ClientId":"kept"}""");

        Assert.Equal(("", new CibaOptions().SigningAlgorithm, "kept"), (ciba.Authority, ciba.SigningAlgorithm, ciba.ClientId));
        Assert.DoesNotContain(null, ciba.IdTokenSigningAlgorithms);
    }

    [Fact]
    public void So_is_a_section_within_a_section_and_what_stands_in_it()
    {
        var whole = Bound<TwilioOptions>(TwilioOptions.Section, """{"RequestValidation":null,"Client":{"AccountSid":null}}""");

        Assert.NotNull(whole.RequestValidation.AdditionalAuthTokens);
        Assert.Equal("", whole.Client.AccountSid);
    }

    [Fact]
    public void A_setting_that_is_null_and_needed_is_told_as_missing()
    {
        var services = With(PrivacyOptions.Section, """{"NationalIdHashKey":null}""").AddIdentity().BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<PrivacyOptions>>().Value);

        Assert.StartsWith("Privacy:NationalIdHashKey: missing", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static T Bound<T>(string section, string json)
        where T : class
    {
        var services = With(section, json);
        services.AddOptions<T>().BindConfiguration(section);
        return services.BuildServiceProvider().GetRequiredService<IOptions<T>>().Value;
    }

    private static IServiceCollection With(string section, string json)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"{{section}}":{{json}}}"""));
        return new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(file).Build()).AddSettingsWithoutNulls();
    }
}
