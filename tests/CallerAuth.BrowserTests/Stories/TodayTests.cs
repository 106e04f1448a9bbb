using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>The day's figures, as an agent opens them who answers for one company only.</summary>
public class TodayTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_sees_the_figures_of_their_own_lines_without_a_fault_that_axe_finds_in_light_and_dark()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var options = new BrowserNewContextOptions { Locale = "en-GB", ReducedMotion = ReducedMotion.Reduce };
        await using var window = await (await AgentWindow.OpenAsync(chromium, service, options)).SignInAsync(AgentWindow.Bjorn);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Today" }).ClickAsync();
        await window.Page.GetByText("Nothing was counted on this day.").WaitForAsync();
        await CheckAsync("a day without calls");

        await CountAsync(world, service);
        await UntilAsync(window, "3");
        await CheckAsync("a day with calls");
        foreach (var table in await window.Page.Locator("summary").AllAsync())
            await table.ClickAsync();
        await CheckAsync("with the tables behind the pictures");

        var text = await window.Page.Locator(".today").InnerTextAsync();
        Assert.Contains(Line.Vestlys.Number, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Line.Norrsken.Number, text, StringComparison.Ordinal);
        var csv = await window.Page.EvaluateAsync<string>("async () => await (await fetch('agent/today.csv')).text()");
        Assert.Contains(Line.Vestlys.Number, csv, StringComparison.Ordinal);
        Assert.DoesNotContain(Line.Norrsken.Number, csv, StringComparison.Ordinal);
        // Leaving a live page, Blazor says goodbye to a circuit that may be gone already.
        Assert.DoesNotContain(window.Complaints, complaint => !complaint.Contains("/_blazor/disconnect", StringComparison.Ordinal));

        Task CheckAsync(string where) => window.Page.InLightAndDarkAsync(scheme => window.CheckAsync($"{where}, {scheme}"));
    }

    [Fact]
    public async Task It_weighs_less_than_300_kB_and_is_used_with_the_keyboard()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(AgentWindow.Bjorn);
        await CountAsync(world, service);
        await window.Page.GotoAsync(new Uri(service.Url, "/agent/today").ToString());
        await UntilAsync(window, "3");
        // With the day in the address, as after any look at another day.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await window.Page.WaitForURLAsync("**/agent/today?day=*");

        var weight = await window.WeighAsync(() => window.Page.Locator(".tiles").WaitForAsync());
        TestContext.Current.TestOutputHelper!.WriteLine($"{weight / 1024:0} kB in {window.Loaded.Count} requests: {string.Join(", ", window.Loaded)}");
        Assert.InRange(weight, 10_000, 300_000);
        Assert.All(window.Loaded, url => Assert.Equal(service.Url.Authority, new Uri(url).Authority));

        await window.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(window.Page.GetByText("Skip to content")).ToBeFocusedAsync();
        await window.SkipAsync();
        await window.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "The day before" })).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.GetByText("Nothing was counted on this day.").WaitForAsync();
    }

    [Fact]
    public async Task A_store_that_is_away_is_said_in_words()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(AgentWindow.Bjorn);

        world.Redis!.Kill();
        var page = await window.Page.GotoAsync(new Uri(service.Url, "/agent/today").ToString());
        var csv = await window.Page.EvaluateAsync<string>("async () => { const answer = await fetch('agent/today.csv'); return `${answer.status} ${await answer.text()}`; }");

        Assert.Equal(503, page!.Status);
        await window.Page.GetByText("The figures cannot be read right now").WaitForAsync();
        await window.CheckAsync("without the store");
        Assert.StartsWith("503 The figures cannot be read right now", csv, StringComparison.Ordinal);
    }

    /// <summary>Three calls on the agent's line, one of them verified, and one on a line of somebody else's.</summary>
    private static async Task CountAsync(World world, ServiceUnderTest service)
    {
        await Callers.SkippedAsync(service, Line.Norrsken, Cancellation);
        await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await (await Callers.RingAsync(service, Line.Vestlys, Cancellation)).HangUpAsync(Cancellation);
        var call = await Callers.AskedAsync(service, Line.Vestlys, People.Norwegian(460), Cancellation);
        world.OrderOf(People.Norwegian(460)).MoveTo(OrderStatus.Approved);
        await call.UntilHandedOnAsync(Cancellation);
    }

    // What is counted is counted after the fact.
    private static async Task UntilAsync(AgentWindow window, string calls)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            await window.Page.ReloadAsync();
            if (await window.Page.Locator(".tiles dd").CountAsync() > 0 && await window.Page.Locator(".tiles dd").First.InnerTextAsync() == calls && await window.Page.Locator(".tiles .ok dd").First.InnerTextAsync() == "1")
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }

        Assert.Fail(await window.Page.Locator(".today").InnerTextAsync());
    }
}
