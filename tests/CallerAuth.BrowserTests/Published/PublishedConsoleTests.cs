using System.Net;
using System.Text.RegularExpressions;
using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.Simulator;

namespace CallerAuth.BrowserTests.Published;

/// <summary>The console as it is installed: published, in production, alone on a host or below a path of one.</summary>
[Collection(nameof(Published))]
public partial class PublishedConsoleTests(PublishedService service, Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("/tele/calls")]
    public async Task The_console_is_live_and_a_call_is_on_it(string path)
    {
        await using var instance = await PublishedInstance.StartAsync(service, path, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, instance.Url, () => instance.Output)).SignInAsync();

        await new HandPlayedCall(instance.Twilio, Line.Vestlys).RingAsync(Cancellation);
        await window.Page.Locator(".board").GetByText(Line.Vestlys.Name).WaitForAsync();

        Assert.StartsWith(instance.Url.ToString(), window.Page.Url, StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
        Assert.All(await CheckAssetsAsync(await window.Page.ContentAsync(), instance.Url), asset => Assert.Matches(@"\.[a-z0-9]{10}\.(css|js|svg)$", asset));

        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "You are signed out" }).WaitForAsync();
        Assert.StartsWith(instance.Url.ToString(), window.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_before_the_sign_in_has_its_style_and_its_script()
    {
        await using var instance = await PublishedInstance.StartAsync(service, "", Cancellation);
        using var http = new HttpClient();

        await CheckAssetsAsync(await http.GetStringAsync(new Uri(instance.Url, "agent/signed-out"), Cancellation), instance.Url);
        using var music = await http.GetAsync(new Uri(instance.Url, "audio/hold.mp3"), Cancellation);

        Assert.Equal((HttpStatusCode.OK, "audio/mpeg"), (music.StatusCode, music.Content.Headers.ContentType?.MediaType));
    }

    /// <summary>Everything that a page loads is there and of its type; what is named by its content may be kept for good.</summary>
    private static async Task<IReadOnlyList<string>> CheckAssetsAsync(string page, Uri url)
    {
        using var http = new HttpClient();
        var assets = Asset().Matches(page).Select(asset => asset.Groups["path"].Value).ToArray();
        Assert.Contains(assets, asset => asset.EndsWith(".css", StringComparison.Ordinal));
        Assert.Contains(assets, asset => asset.EndsWith(".js", StringComparison.Ordinal));
        foreach (var asset in assets)
        {
            using var answer = await http.GetAsync(new Uri(url, asset), Cancellation);
            var type = Path.GetExtension(asset) switch { ".css" => "text/css", ".js" => "text/javascript", _ => "image/svg+xml" };
            Assert.Equal((asset, HttpStatusCode.OK, type), (asset, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal(asset.Split('.').Length > 2 && !asset.EndsWith("blazor.web.js", StringComparison.Ordinal), answer.Headers.CacheControl?.ToString().Contains("immutable", StringComparison.Ordinal));
        }

        return assets;
    }

    [GeneratedRegex("<(?:link|script)[^>]+(?:href|src)=\"(?<path>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Asset();
}
