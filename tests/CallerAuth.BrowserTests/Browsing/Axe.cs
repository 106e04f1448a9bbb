using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Browsing;

internal static class Axe
{
    // All rules are tried; of what is well not every node is told, which takes a third of the time.
    private static readonly AxeRunOptions Options = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>Finds no fault with axe.</summary>
    public static async Task CheckAsync(IPage page, string where)
    {
        var found = await page.RunAxe(Options);
        Assert.True(found.Violations.Length == 0, $"{where}: {string.Join("; ", found.Violations.Select(Told))}");
    }

    private static string Told(AxeResultItem fault) => $"{fault.Id} ({fault.Help}): {string.Join(" | ", fault.Nodes.Select(node => node.Html))}";
}
