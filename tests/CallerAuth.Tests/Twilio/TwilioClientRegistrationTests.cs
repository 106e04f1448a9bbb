using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Twilio.AspNet.Core;
using Twilio.Clients;
using Twilio.Http;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Tests.Twilio;

public sealed class TwilioClientRegistrationTests
{
    [Fact]
    public void An_API_key_wins_over_the_auth_token()
    {
        var sent = Sent(services => services.AddTwilioClient(options =>
        {
            (options.AccountSid, options.AuthToken) = ("AC1", "token");
            (options.ApiKeySid, options.ApiKeySecret) = ("SK1", "key-secret");
        }));

        Assert.Equal("SK1:key-secret", sent.Credentials);
    }

    [Fact]
    public void A_credential_type_decides_against_the_key()
    {
        var sent = Sent(services => services.AddTwilioClient((_, options) =>
        {
            (options.AccountSid, options.AuthToken) = ("AC1", "token");
            (options.ApiKeySid, options.ApiKeySecret) = ("SK1", "key-secret");
            options.CredentialType = CredentialType.AuthToken;
        }));

        Assert.Equal("AC1:token", sent.Credentials);
    }

    [Theory]
    [InlineData("", "", "api.twilio.com")]
    [InlineData("ie1", "", "api.ie1.twilio.com")]
    [InlineData("", "dublin", "api.dublin.us1.twilio.com")]
    [InlineData("ie1", "dublin", "api.dublin.ie1.twilio.com")]
    public void The_host_names_edge_and_region(string region, string edge, string host)
    {
        var sent = Sent(services => services.AddTwilioClient(options =>
        {
            (options.AccountSid, options.AuthToken) = ("AC1", "token");
            (options.Region, options.Edge) = (region, edge);
        }));

        Assert.Equal($"https://{host}/2010-04-01/x?a=%C3%A5%20b", sent.Address);
    }

    [Fact]
    public void Settings_are_read_from_the_sections_of_the_official_package_and_followed_when_they_change()
    {
        var configuration = Configuration(
            ("Twilio:AuthToken", "signing-token"),
            ("Twilio:Client:AccountSid", "AC1"),
            ("Twilio:Client:AuthToken", ""),
            ("Twilio:Client:ApiKeySid", ""),
            ("Twilio:Client:Region", "ie1"));
        using var handler = new Recorder();
        using var provider = Provider(handler, services => services.AddSingleton(configuration).AddTwilioClient());

        Send(provider);
        configuration["Twilio:Client:ApiKeySid"] = "SK1";
        configuration["Twilio:Client:ApiKeySecret"] = "key-secret";
        Send(provider);

        Assert.Equal(["AC1:signing-token", "SK1:key-secret"], handler.Seen.Select(sent => sent.Credentials));
        Assert.All(handler.Seen, sent => Assert.StartsWith("https://api.ie1.twilio.com/", sent.Address, StringComparison.Ordinal));
    }

    [Fact]
    public void A_section_of_another_name_can_be_given()
    {
        var configuration = Configuration(("Other:AccountSid", "AC2"), ("Other:AuthToken", "t"), ("Other:CredentialType", "authToken"));

        Assert.Equal("AC2:t", Sent(services => services.AddTwilioClient(configuration.GetSection("Other"))).Credentials);
    }

    [Fact]
    public void Missing_credentials_are_named()
    {
        var noAccount = Assert.Throws<InvalidOperationException>(() => Sent(services => services.AddTwilioClient(_ => { })));
        var noSecret = Assert.Throws<InvalidOperationException>(() => Sent(services => services.AddTwilioClient(options => options.AccountSid = "AC1")));

        Assert.Contains("Twilio:Client:AccountSid", noAccount.Message, StringComparison.Ordinal);
        Assert.Contains("ApiKeySecret", noSecret.Message, StringComparison.Ordinal);
    }

    private static SentRequest Sent(Action<IServiceCollection> add)
    {
        using var handler = new Recorder();
        using var provider = Provider(handler, add);
        Send(provider);
        return Assert.Single(handler.Seen);
    }

    /// <summary>The service configures the HTTP client by its name in the same way.</summary>
    private static ServiceProvider Provider(Recorder handler, Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        services.AddHttpClient("Twilio").ConfigurePrimaryHttpMessageHandler(() => handler);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static void Send(ServiceProvider provider)
    {
        using var scope = provider.CreateScope();
        var request = new Request(HttpMethod.Get, "api", "/2010-04-01/x");
        request.AddQueryParam("a", "å b");
        scope.ServiceProvider.GetRequiredService<ITwilioRestClient>().Request(request);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();

    private sealed record SentRequest(string Address, string Credentials);

    private sealed class Recorder : HttpMessageHandler
    {
        public List<SentRequest> Seen { get; } = [];

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var credentials = Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization!.Parameter!));
            Seen.Add(new SentRequest(request.RequestUri!.AbsoluteUri, credentials));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
