using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Browsing;

internal static class ColorSchemes
{
    /// <summary>Looks at a page in light and in dark, one after the other: what led there is played once.</summary>
    public static async Task InLightAndDarkAsync(this IPage page, Func<ColorScheme, Task> lookAsync)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await lookAsync(scheme);
        }
    }
}
