using System.Net.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Twilio.Clients;
using Twilio.Http;

namespace Twilio.AspNet.Core;

/// <summary>
/// Registers the client of Twilio's REST API; its HTTP client is called <c>Twilio</c> and can be configured by that name.
/// </summary>
public static class TwilioClientDependencyInjectionExtensions
{
    private const string HttpClientName = "Twilio";
    private const string TwilioSection = "Twilio";
    private const string ClientSection = "Twilio:Client";

    /// <summary>Reads <c>Twilio:Client</c>, and <c>Twilio:AuthToken</c> where that has no auth token of its own.</summary>
    public static IServiceCollection AddTwilioClient(this IServiceCollection services)
    {
        services.AddOptions<TwilioClientOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            Read(configuration.GetSection(ClientSection), options);
            options.AuthToken ??= configuration.GetSection(TwilioSection).NonEmpty("AuthToken");
        });
        return services.AddClient();
    }

    /// <summary>Reads the given section, which has the shape of <c>Twilio:Client</c>.</summary>
    public static IServiceCollection AddTwilioClient(this IServiceCollection services, IConfiguration namedConfigurationSection)
    {
        services.AddOptions<TwilioClientOptions>().Configure(options => Read(namedConfigurationSection, options));
        return services.AddClient();
    }

    public static IServiceCollection AddTwilioClient(this IServiceCollection services, Action<TwilioClientOptions> configureOptions)
    {
        services.AddOptions<TwilioClientOptions>().Configure(configureOptions);
        return services.AddClient();
    }

    public static IServiceCollection AddTwilioClient(
        this IServiceCollection services, Action<IServiceProvider, TwilioClientOptions> configureOptions)
    {
        services.AddOptions<TwilioClientOptions>().Configure<IServiceProvider>((options, provider) => configureOptions(provider, options));
        return services.AddClient();
    }

    private static IServiceCollection AddClient(this IServiceCollection services)
    {
        services.AddHttpClient(HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { AllowAutoRedirect = false });
        services.TryAddScoped<ITwilioRestClient>(CreateClient);
        return services;
    }

    private static ITwilioRestClient CreateClient(IServiceProvider provider)
    {
        // A snapshot, so that changed credentials count from the next scope on.
        var options = provider.GetRequiredService<IOptionsSnapshot<TwilioClientOptions>>().Value;
        var httpClient = provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
        var (username, password) = Credentials(options);
        return new TwilioRestClient(
            username, password, options.AccountSid, options.Region, new SystemNetHttpClient(httpClient), options.Edge);
    }

    private static (string Username, string Password) Credentials(TwilioClientOptions options)
    {
        if (string.IsNullOrEmpty(options.AccountSid))
            throw new InvalidOperationException("Twilio:Client:AccountSid is missing: set it to the account's SID (AC…).");
        var hasKey = !string.IsNullOrEmpty(options.ApiKeySid) && !string.IsNullOrEmpty(options.ApiKeySecret);
        if (hasKey && options.CredentialType != CredentialType.AuthToken)
            return (options.ApiKeySid!, options.ApiKeySecret!);
        if (!string.IsNullOrEmpty(options.AuthToken) && options.CredentialType != CredentialType.ApiKey)
            return (options.AccountSid, options.AuthToken);
        throw new InvalidOperationException(
            "Twilio:Client has no credentials: set ApiKeySid and ApiKeySecret, or AuthToken (Twilio:AuthToken will do), to fit CredentialType.");
    }

    private static void Read(IConfiguration section, TwilioClientOptions options)
    {
        options.AccountSid = section.NonEmpty(nameof(options.AccountSid));
        options.AuthToken = section.NonEmpty(nameof(options.AuthToken));
        options.ApiKeySid = section.NonEmpty(nameof(options.ApiKeySid));
        options.ApiKeySecret = section.NonEmpty(nameof(options.ApiKeySecret));
        options.Region = section.NonEmpty(nameof(options.Region));
        options.Edge = section.NonEmpty(nameof(options.Edge));
        if (section.NonEmpty(nameof(options.CredentialType)) is { } type)
            options.CredentialType = Enum.Parse<CredentialType>(type, ignoreCase: true);
    }

    private static string? NonEmpty(this IConfiguration section, string key) => section[key] is { Length: > 0 } value ? value : null;
}
