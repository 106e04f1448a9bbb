using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>The page is for everyone: without a mouse, with a screen reader, in the dark, and on a slow line.</summary>
public class EveryoneTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_is_opened_and_verified_with_the_keyboard_alone()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await AgentWindow.OpenAsync(chromium, service);
        await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        var person = People.Norwegian(430);

        await window.Page.GotoAsync(new Uri(service.Url, "/agent").ToString());
        await TabToAsync(window, AgentWindow.Ingrid);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator(".list li").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await FocusedAsync(window));
        await TabToAsync(window, "Not verified");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.UntilAsync("Unverified");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "This call", Exact = true })).ToBeFocusedAsync();
        while (await window.Page.EvaluateAsync<string?>("document.activeElement.name") != "nationalId")
            await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.TypeAsync(person.NationalId);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator(".words").WaitForAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Verifying…" })).ToBeFocusedAsync();

        await TabToAsync(window, "Cancel");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Verdict.GetByText("Not verified – cancelled").WaitForAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_has_a_fault_that_axe_finds(ColorScheme scheme)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service, new BrowserNewContextOptions { Locale = "en-GB", ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce })).SignInAsync();
        await CheckAsync(window, "nobody on the line");

        await Callers.RingAsync(service, Line.NordiskHjelp, Cancellation);
        await Callers.AskedAsync(service, Line.Vestlys, People.Norwegian(431), Cancellation);
        var verified = await Callers.AskedAsync(service, Line.Norrsken, People.Astrid, Cancellation);
        world.OrderOf(People.Astrid).MoveTo(OrderStatus.Approved);
        var unverified = await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await window.UntilAsync("Verified");
        await CheckAsync(window, "a call of one's own");
        await window.OpenCallAsync(verified.CallSid);
        await CheckAsync(window, "a verified call");
        await window.OpenCallAsync(unverified.CallSid);
        await CheckAsync(window, "an unverified call");
        await window.Page.GetByLabel("National ID").FillAsync(People.Norwegian(432).NationalId);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start verification" }).ClickAsync();
        await window.Page.Locator(".words").WaitForAsync();
        await CheckAsync(window, "words to read aloud");
        await window.Page.Context.SetOfflineAsync(true);
        await window.Page.GetByText("No connection").WaitForAsync();
        await CheckAsync(window, "without a connection");
        await window.Page.Context.SetOfflineAsync(false);
        foreach (var path in new[] { "/agent/signed-out", "/agent/no-agent", "/agent/sign-in-failed", "/agent/nowhere" })
        {
            await window.Page.GotoAsync(new Uri(service.Url, path).ToString());
            await CheckAsync(window, path);
        }
    }

    [Fact]
    public async Task A_page_weighs_less_than_300_kB_and_nothing_comes_from_another_host()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        window.Loaded.Clear();
        var devtools = await window.Page.Context.NewCDPSessionAsync(window.Page);
        await devtools.SendAsync("Network.enable");
        await devtools.SendAsync("Network.setCacheDisabled", new Dictionary<string, object> { ["cacheDisabled"] = true });
        var weight = 0.0;
        devtools.Event("Network.loadingFinished").OnEvent += (_, finished) => weight += finished!.Value.GetProperty("encodedDataLength").GetDouble();

        await window.Page.ReloadAsync();
        await window.UntilLiveAsync();

        TestContext.Current.TestOutputHelper!.WriteLine($"{weight / 1024:0} kB in {window.Loaded.Count} requests: {string.Join(", ", window.Loaded)}");
        Assert.InRange(weight, 10_000, 300_000);
        Assert.All(window.Loaded, url => Assert.Equal(service.Url.Authority, new Uri(url).Authority));
    }

    private static async Task CheckAsync(AgentWindow window, string where)
    {
        var found = await window.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{where}: {string.Join("; ", found.Violations.Select(Told))}");
    }

    private static string Told(AxeResultItem fault) => $"{fault.Id} ({fault.Help}): {string.Join(" | ", fault.Nodes.Select(node => node.Html))}";

    private static async Task TabToAsync(AgentWindow window, string text)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            if ((await FocusedAsync(window)).Contains(text, StringComparison.Ordinal))
                return;
            await window.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{text} is not reached with the keyboard; the focus is on {await FocusedAsync(window)}.");
    }

    private static async Task<string> FocusedAsync(AgentWindow window) => await window.Page.EvaluateAsync<string?>("document.activeElement === document.body ? '' : document.activeElement.innerText") ?? "";
}
