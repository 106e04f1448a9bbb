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

    private readonly Func<string> _log;

    private AgentWindow(IBrowserContext context, IPage page, Uri service, Func<string> log)
    {
        _context = context;
        _log = log;
        Page = page;
        Service = service;
    }

    public IPage Page { get; }

    /// <summary>The address that agents know it by; with a slash at its end.</summary>
    public Uri Service { get; }

    public ConcurrentQueue<string> Loaded { get; } = [];

    /// <summary>What the console complains about: scripts that fail, and what the page's own policy refuses.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public ILocator Verdict => Page.Locator(".verdict");

    public static Task<AgentWindow> OpenAsync(Chromium chromium, ServiceUnderTest service, BrowserNewContextOptions? options = null) => OpenAsync(
        chromium,
        service.Url,
        () => string.Join('\n', service.Logs.GetSnapshot().Where(line => line.Level >= LogLevel.Warning).Select(line => $"{line.Message} {line.Exception}")),
        options);

    /// <param name="log">What the service has to say when something is wrong.</param>
    public static async Task<AgentWindow> OpenAsync(Chromium chromium, Uri service, Func<string> log, BrowserNewContextOptions? options = null)
    {
        var context = await chromium.Browser.NewContextAsync(options ?? new BrowserNewContextOptions { Locale = "en-GB" });
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        var window = new AgentWindow(context, page, service, log);
        page.Request += (_, request) => window.Loaded.Enqueue(request.Url);
        page.Console += (_, message) =>
        {
            // The provider's page is not ours to judge.
            if (message.Type == "error" && message.Location.StartsWith(service.ToString(), StringComparison.Ordinal))
                window.Complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => window.Complaints.Enqueue(error);
        return window;
    }

    /// <summary>Opens a page of the console and signs in on the way there.</summary>
    public async Task<AgentWindow> SignInAsync(string who = Ingrid, string path = "/agent")
    {
        await Page.GotoAsync(new Uri(Service, path.TrimStart('/')).ToString());
        await Page.GetByRole(AriaRole.Button, new() { Name = who }).ClickAsync();
        await UntilLiveAsync();
        return this;
    }

    public async Task OpenCallAsync(string callSid)
    {
        await Page.GotoAsync(new Uri(Service, $"agent/calls/{callSid}").ToString());
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
            throw new InvalidOperationException($"{Page.Url} is not live. {string.Join(" | ", Complaints)}\n{_log()}\n{await Page.ContentAsync()}", e);
        }
    }

    /// <summary>Waits until the opened call has the status, and says it in words.</summary>
    public Task UntilAsync(string status) => Page.Locator($".verdict[data-status={status}]").WaitForAsync();

    /// <summary>Finds no fault with axe.</summary>
    public Task CheckAsync(string where) => Axe.CheckAsync(Page, where);

    /// <summary>Loads the page anew with nothing in the browser's cache.</summary>
    /// <returns>How many bytes came over the wire.</returns>
    public async Task<double> WeighAsync(Func<Task> untilShownAsync)
    {
        Loaded.Clear();
        var devtools = await Page.Context.NewCDPSessionAsync(Page);
        await devtools.SendAsync("Network.enable");
        await devtools.SendAsync("Network.setCacheDisabled", new Dictionary<string, object> { ["cacheDisabled"] = true });
        var weight = 0.0;
        devtools.Event("Network.loadingFinished").OnEvent += (_, finished) => weight += finished!.Value.GetProperty("encodedDataLength").GetDouble();
        await Page.ReloadAsync();
        await untilShownAsync();
        await devtools.DetachAsync();
        return weight;
    }

    /// <summary>Presses "Skip to content", which has the focus, and is there without loading anything.</summary>
    public async Task SkipAsync()
    {
        Loaded.Clear();
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.Locator("#content")).ToBeFocusedAsync();
        // The browser fetches the icon when it finds the time.
        Assert.DoesNotContain(Loaded, url => !url.EndsWith(".svg", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
