using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Browsing;

/// <summary>Pictures for people to look at, where <c>CALLERAUTH_SCREENSHOTS</c> names a directory for them.</summary>
internal static class Pictures
{
    private static readonly (string Of, int Width, int Height)[] Sizes = [("desk", 1440, 900), ("phone", 390, 844)];

    /// <summary>Empty where nobody wants any.</summary>
    public static string Directory => Environment.GetEnvironmentVariable("CALLERAUTH_SCREENSHOTS") ?? "";

    /// <summary>One at a desk and one on a phone; the window is as large afterwards as it was before.</summary>
    /// <param name="scheme">What the page shows now, for the name.</param>
    public static async Task TakeAsync(IPage page, string what, ColorScheme scheme)
    {
        if (Directory.Length == 0)
            return;
        var before = page.ViewportSize!;
        foreach (var (of, width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Directory, $"{what}-{of}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
        }

        await page.SetViewportSizeAsync(before.Width, before.Height);
    }
}
