using CallerAuth.Ciba;
using CallerAuth.Tests.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Ciba;

public class CibaSetupTests
{
    [Fact]
    public async Task The_service_starts_while_the_provider_is_away()
    {
        using var host = Build(("Ciba:Authority", "http://127.0.0.1:9"), ("Ciba:ClientId", CibaRig.ClientId), ("Ciba:PrivateKeyPath", TestKeys.ClientPemPath));

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(host.Services.GetRequiredService<CibaClient>());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_service_does_not_start_with_faults_and_names_those_of_both_sections()
    {
        using var host = Build(("Ciba:Authority", "http://acme.idura.broker"), ("EIds:no-bankid:MaxAttempts", "99"));

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));

        var faults = (refusal is AggregateException all ? all.InnerExceptions : [refusal]).Cast<OptionsValidationException>().SelectMany(fault => fault.Failures).ToArray();
        Assert.Equal(4, faults.Length);
        string[] keys = ["Ciba:Authority", "Ciba:ClientId", "Ciba:PrivateKeyPath", "EIds:no-bankid:MaxAttempts"];
        Assert.All(keys, key => Assert.Single(faults, fault => fault.StartsWith(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_app_of_its_own_needs_no_key_of_ours_and_is_told_what_it_does_need()
    {
        using var host = BuildLibrary(("Ciba:Authority", "http://127.0.0.1:9"), ("Ciba:ClientId", CibaRig.ClientId), ("Ciba:PrivateKeyPath", TestKeys.ClientPemPath));
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(host.Services.GetRequiredService<ICibaAuthenticator>());
        await host.StopAsync(TestContext.Current.CancellationToken);

        using var faulty = BuildLibrary(("Ciba:Authority", "http://127.0.0.1:9"), ("Ciba:PrivateKeyPath", TestKeys.ClientPemPath));
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => faulty.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Ciba:ClientId", refusal.Message, StringComparison.Ordinal);
    }

    private static IHost BuildLibrary(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase));
        builder.Services.AddCiba();
        return builder.Build();
    }

    private static IHost Build(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase));
        builder.Services.AddSingleton(The.Hasher);
        builder.Services.AddCibaClient();
        return builder.Build();
    }
}
