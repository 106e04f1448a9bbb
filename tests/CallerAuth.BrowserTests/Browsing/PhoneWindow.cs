using System.Collections.Concurrent;
using CallerAuth.Simulator;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Browsing;

/// <summary>A browser window with the simulator's telephone, in which somebody plays a call.</summary>
internal sealed class PhoneWindow : IAsyncDisposable
{
    private const float PatienceMs = 30_000;

    private readonly IBrowserContext _context;

    private PhoneWindow(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public ConcurrentQueue<string> Loaded { get; } = [];

    /// <summary>What the console complains about: scripts that fail, and what the page's own policy refuses.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public ILocator Captions => Page.Locator("#captions");

    public ILocator Verdict => Page.Locator("#screen .verdict");

    /// <summary>The newest entry of the wire stands first.</summary>
    public ILocator Wire => Page.Locator("#entries .entry");

    public static async Task<PhoneWindow> OpenAsync(Chromium chromium, SimulatorHost simulator, BrowserNewContextOptions? options = null)
    {
        var context = await chromium.Browser.NewContextAsync(options ?? new BrowserNewContextOptions { Locale = "en-GB" });
        context.SetDefaultTimeout(PatienceMs);
        var page = await context.NewPageAsync();
        var window = new PhoneWindow(context, page);
        page.Request += (_, request) => window.Loaded.Enqueue(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                window.Complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => window.Complaints.Enqueue(error);
        await page.GotoAsync(simulator.BaseUrl.ToString());
        await window.UntilReadyAsync();
        return window;
    }

    public Task UntilReadyAsync() => Page.Locator("#lines label").First.WaitForAsync();

    /// <summary>Rings a line by mouse.</summary>
    public async Task RingAsync(Line line)
    {
        await Page.Locator("#lines").GetByText(line.Name, new() { Exact = true }).ClickAsync();
        await Button("Ring").ClickAsync();
        await Page.Locator("#during[data-status=in-progress]").WaitForAsync();
    }

    /// <summary>Keys the caller's own number when it is asked for.</summary>
    public Task KeyNumberAsync() => Page.Locator("#key-number:enabled").ClickAsync();

    public Task UntilHeardAsync(string words) => Captions.GetByText(words).First.WaitForAsync();

    /// <summary>The pair of words that a Norwegian voice has read aloud.</summary>
    public async Task<string> WordsHeardAsync()
    {
        await Captions.Locator(".slow").First.WaitForAsync();
        return await Captions.Locator(".slow [lang]").First.InnerTextAsync();
    }

    public async Task ChooseAsync(Func<string, bool> pair)
    {
        await Button("Åpne BankID").ClickAsync();
        await Page.Locator("#glass .pair").First.WaitForAsync();
        foreach (var shown in await Page.Locator("#glass .pair").AllAsync())
        {
            if (!pair(await shown.InnerTextAsync()))
                continue;
            await shown.ClickAsync();
            break;
        }

        await Button("Bekreft").ClickAsync();
    }

    public Task UntilAgentSeesAsync(string status) => Page.Locator($"#screen .verdict[data-status={status}]").WaitForAsync();

    public Task UntilOverAsync() => Page.Locator("#during[data-status=over]").WaitForAsync();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Key(char key) => Page.Locator($".key[data-key='{key}']");

    public ILocator Switch(string name) => Page.Locator("#switches button").Filter(new() { HasText = name });

    /// <summary>Finds no fault with axe.</summary>
    public Task CheckAsync(string where) => Axe.CheckAsync(Page, where);

    /// <summary>Goes on with Tab until what has the focus says this.</summary>
    public async Task TabToAsync(string text)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            var focused = await Page.EvaluateAsync<string?>("document.activeElement === document.body ? '' : document.activeElement.innerText || document.activeElement.closest('label')?.innerText || document.activeElement.id") ?? "";
            if (focused.Contains(text, StringComparison.Ordinal))
                return;
            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{text} is not reached with the keyboard");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
