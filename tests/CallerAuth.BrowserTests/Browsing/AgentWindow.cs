using System.Collections.Concurrent;
using CallerAuth.IntegrationTests.Service;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Browsing;

/// <summary>An agent's browser window, with cookies of its own. It remembers what it loaded and what went wrong in it.</summary>
internal sealed class AgentWindow : IAsyncDisposable
{
    public const string Ingrid = "Ingrid Agent";
    public const string Bjorn = "Bjørn Berg";

    private readonly IBrowserContext _context;

    private readonly ServiceUnderTest _service;

    private AgentWindow(IBrowserContext context, IPage page, ServiceUnderTest service)
    {
        _context = context;
        _service = service;
        Page = page;
    }

    public IPage Page { get; }

    public Uri Service => _service.Url;

    public ConcurrentQueue<string> Loaded { get; } = [];

    /// <summary>What the console complains about: scripts that fail, and what the page's own policy refuses.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public ILocator Verdict => Page.Locator(".verdict");

    public static async Task<AgentWindow> OpenAsync(Chromium chromium, ServiceUnderTest service, BrowserNewContextOptions? options = null)
    {
        var context = await chromium.Browser.NewContextAsync(options ?? new BrowserNewContextOptions { Locale = "en-GB" });
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        var window = new AgentWindow(context, page, service);
        page.Request += (_, request) => window.Loaded.Enqueue(request.Url);
        page.Console += (_, message) =>
        {
            // The provider's page is not ours to judge.
            if (message.Type == "error" && message.Location.StartsWith(service.Url.ToString(), StringComparison.Ordinal))
                window.Complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => window.Complaints.Enqueue(error);
        return window;
    }

    /// <summary>Opens a page of the console and signs in on the way there.</summary>
    public async Task<AgentWindow> SignInAsync(string who = Ingrid, string path = "/agent")
    {
        await Page.GotoAsync(new Uri(Service, path).ToString());
        await Page.GetByRole(AriaRole.Button, new() { Name = who }).ClickAsync();
        await UntilLiveAsync();
        return this;
    }

    public async Task OpenCallAsync(string callSid)
    {
        await Page.GotoAsync(new Uri(Service, $"/agent/calls/{callSid}").ToString());
        await UntilLiveAsync();
    }

    /// <summary>Waits until the page shows how things stand, and says otherwise what it shows instead.</summary>
    public async Task UntilLiveAsync()
    {
        try
        {
            await Page.Locator(".board[data-live=yes]").WaitForAsync();
        }
        catch (TimeoutException e)
        {
            var log = _service.Logs.GetSnapshot().Where(line => line.Level >= LogLevel.Warning).Select(line => $"{line.Message} {line.Exception}");
            throw new InvalidOperationException($"{Page.Url} is not live. {string.Join(" | ", Complaints)}\n{string.Join('\n', log)}\n{await Page.ContentAsync()}", e);
        }
    }

    /// <summary>Waits until the opened call has the status, and says it in words.</summary>
    public Task UntilAsync(string status) => Page.Locator($".verdict[data-status={status}]").WaitForAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
