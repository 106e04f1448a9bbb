using System.Net;
using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>Who gets in, and how one gets out again.</summary>
public class SignInTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_no_agent_is_told_so_and_sees_nothing()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var window = await AgentWindow.OpenAsync(chromium, world.StartService());

        await window.Page.GotoAsync(new Uri(window.Service, "/agent").ToString());
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Gjest Uten Rolle" }).ClickAsync();

        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "You have no access" }).WaitForAsync();
        Assert.Empty(await window.Page.Context.CookiesAsync([window.Service.ToString()]) is var cookies ? cookies.Where(cookie => cookie.Name.Contains("__Host-agent", StringComparison.Ordinal)) : []);
    }

    [Fact]
    public async Task A_sign_in_that_was_broken_off_can_be_begun_again()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var window = await AgentWindow.OpenAsync(chromium, world.StartService());

        await window.Page.GotoAsync(new Uri(window.Service, "/agent").ToString());
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "Signing in did not work" }).WaitForAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = AgentWindow.Ingrid }).ClickAsync();
        await window.UntilLiveAsync();
    }

    [Fact]
    public async Task Signing_out_closes_every_window_of_that_sign_in()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, world.StartService())).SignInAsync();
        var cookie = Assert.Single(await window.Page.Context.CookiesAsync([window.Service.ToString()]), cookie => cookie.Name == "__Host-agent");
        Assert.True(cookie is { Secure: true, HttpOnly: true, SameSite: SameSiteAttribute.Lax });
        var second = await window.Page.Context.NewPageAsync();
        await second.GotoAsync(new Uri(window.Service, "/agent").ToString());
        await second.Locator(".board[data-live=yes]").WaitForAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" }).WaitForAsync();

        // The other window asks again every quarter of a minute, and is sent to the provider then.
        await second.GetByRole(AriaRole.Button, new() { Name = AgentWindow.Ingrid }).WaitForAsync(new() { Timeout = 30_000 });
        // A cookie that was copied before is worth nothing either.
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(window.Service, "/agent"));
        request.Headers.Add("Cookie", $"{cookie.Name}={cookie.Value}");
        using var answer = await http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_providers_session_too()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, world.StartService())).SignInAsync();
        window.Loaded.Clear();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await UntilSignedOutAsync(window);
        Assert.Contains(window.Loaded, url => url.StartsWith(world.Simulator.StaffAuthority + "/end-session?", StringComparison.Ordinal) && url.Contains("id_token_hint=ey", StringComparison.Ordinal));
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();

        // Nobody is let in again without a word.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = AgentWindow.Bjorn }).WaitForAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task An_agent_of_a_provider_that_is_out_of_reach_is_signed_out_here_all_the_same()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var isAway = false;
        var service = world.StartService(services: services => services.PostConfigure<OpenIdConnectOptions>(
            "agent-provider", provider => provider.ConfigurationManager = new KnownOnce(provider.ConfigurationManager!, () => isAway)));
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();

        isAway = true;
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await UntilSignedOutAsync(window);
    }

    /// <summary>The provider is asked again in time: an agent whom it knows sees no more than a page that loads anew, and one whom it knows no more is out.</summary>
    [Fact]
    public async Task A_role_that_was_taken_away_counts_when_the_provider_is_asked_again()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Agents:SignIn:AskAgainAfter"] = "00:00:15" });
        var call = await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(path: $"/agent/calls/{call.CallSid}");

        await window.Page.EvaluateAsync("() => window.isOld = true");
        await window.Page.WaitForFunctionAsync("() => !window.isOld && document.querySelector('.board[data-live=yes]')", null, new() { Timeout = 45_000 });
        Assert.EndsWith($"/agent/calls/{call.CallSid}", window.Page.Url, StringComparison.Ordinal);
        world.Simulator.Staff.Dismiss(StaffPerson.Ingrid);

        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "You have no access" }).WaitForAsync(new() { Timeout = 45_000 });
    }

    [Fact]
    public async Task Signing_out_while_the_store_is_away_counts_when_it_is_back()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, world.StartService())).SignInAsync();
        var cookie = Assert.Single(await window.Page.Context.CookiesAsync([window.Service.ToString()]), cookie => cookie.Name == "__Host-agent");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

        world.Redis!.Kill();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" }).WaitForAsync();
        await world.Redis.RestartAsync(Cancellation);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await CopiedAsync() != HttpStatusCode.Redirect)
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);

        async Task<HttpStatusCode> CopiedAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(window.Service, "/agent"));
            request.Headers.Add("Cookie", $"{cookie.Name}={cookie.Value}");
            using var answer = await http.SendAsync(request, patience.Token);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("GET", "/agent", HttpStatusCode.Redirect)]
    [InlineData("GET", "/agent/calls/CA00000000000000000000000000000001", HttpStatusCode.Redirect)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/_blazor", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/agent/calls/CA00000000000000000000000000000001/verification", HttpStatusCode.Redirect)]
    [InlineData("POST", "/agent/sign-out", HttpStatusCode.Redirect)]
    [InlineData("GET", "/signout-oidc", HttpStatusCode.NotFound)]
    public async Task Nothing_is_open_to_who_is_not_signed_in(string method, string path, HttpStatusCode status)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(service.Url, path)), Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.True(answer.Headers.Location is null || answer.Headers.Location.ToString().StartsWith(world.Simulator.StaffAuthority, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_settings_there_is_no_console_and_the_page_says_so()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Agents:SignIn:Authority"] = "" });
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(service.Url, "/agent"), Cancellation);
        using var channel = await http.PostAsync(new Uri(service.Url, "/_blazor/negotiate?negotiateVersion=1"), null, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("The console is not set up", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.False(channel.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_form_without_its_token_does_nothing()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, world.StartService())).SignInAsync();

        var status = await window.Page.EvaluateAsync<int>("async () => (await fetch('agent/sign-out', { method: 'POST', redirect: 'manual' })).status");

        Assert.Equal(403, status);
    }

    [Fact]
    public async Task The_page_speaks_the_browsers_language_and_another_on_request()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, world.StartService(), new BrowserNewContextOptions { Locale = "sv-SE" })).SignInAsync();
        Assert.Equal("sv-SE", await window.Page.Locator("html").GetAttributeAsync("lang"));
        await window.Page.GetByText("Verifieras nu").WaitForAsync();

        window.Loaded.Clear();
        await window.Page.GetByLabel("Språk").SelectOptionAsync("nb-NO");
        // Whoever goes through the list with the arrow keys has not chosen yet.
        Assert.Equal("sv-SE", await window.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Empty(window.Loaded);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Byt" }).ClickAsync();
        await window.Page.GetByText("Verifiseres nå").WaitForAsync();

        Assert.Equal("nb-NO", await window.Page.Locator("html").GetAttributeAsync("lang"));
    }

    // There and back again: by way of the provider where it has a page for it.
    private static Task UntilSignedOutAsync(AgentWindow window) =>
        Assertions.Expect(window.Page).ToHaveURLAsync(new Uri(window.Service, "agent/signed-out").ToString(), new() { Timeout = 30_000 });

    /// <summary>What a provider said of itself, until it is away.</summary>
    private sealed class KnownOnce(IConfigurationManager<OpenIdConnectConfiguration> provider, Func<bool> isAway) : IConfigurationManager<OpenIdConnectConfiguration>
    {
        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) =>
            isAway() ? throw new InvalidOperationException("IDX20803: Unable to obtain configuration.") : provider.GetConfigurationAsync(cancel);

        public void RequestRefresh() => provider.RequestRefresh();
    }
}
