using CallerAuth.BrowserTests.Browsing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CallerAuth.BrowserTests.Browsing;

/// <summary>The machine's own Chromium, started once; nothing is downloaded. Without one the tests are skipped, except in CI.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // Nothing that a browser asks of the world by itself.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic", "--no-proxy-server"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Path => Places.FirstOrDefault(File.Exists);

    /// <summary>Skips the test, or fails it in CI, where there is no browser.</summary>
    public IBrowser Browser
    {
        get
        {
            const string Missing = "Chromium is not installed (apt-get install chromium)";
            if (_browser is not null)
                return _browser;
            Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), Missing);
            Assert.Skip(Missing);
            throw new InvalidOperationException(Missing);
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Path is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Headless = true, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
