using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
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
        await window.SkipAsync();
        await window.Page.Keyboard.PressAsync("Tab");
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
        await Assertions.Expect(window.Page.Locator(".verify summary")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_verification_that_ends_at_once_leaves_the_page_alive_and_the_focus_where_it_goes_on()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        world.Simulator.Provider.Faults.Start.Play(Fault.Answer.OAuthError(403, "access_denied"));
        var call = await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(path: $"/agent/calls/{call.CallSid}");
        await window.UntilAsync("Unverified");

        // Twice: the second one ends like the first and must be drawn all the same.
        for (var i = 1; i <= 2; i++)
        {
            await window.Page.GetByLabel("National ID").FillAsync(People.Norwegian(433).NationalId);
            await window.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(window.Page.Locator(".story li[data-step=AgentAsked]")).ToHaveCountAsync(1);
            await Assertions.Expect(window.Page.Locator(".story li[data-step=AttemptFailed]")).ToHaveCountAsync(1);
            await Assertions.Expect(window.Page.Locator(".verify summary")).ToBeFocusedAsync();
        }

        await call.HangUpAsync(Cancellation);
        await window.Page.Locator(".empty").GetByText("This call is over").WaitForAsync();
        Assert.DoesNotContain(window.Complaints, complaint => complaint.Contains("circuit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Anothers_verification_leaves_the_focus_where_it_is()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var call = await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await using var one = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(path: $"/agent/calls/{call.CallSid}");
        await using var other = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(AgentWindow.Bjorn, $"/agent/calls/{call.CallSid}");
        var busy = one.Page.GetByLabel("Language");
        await busy.FocusAsync();

        await other.Page.GetByLabel("National ID").FillAsync(People.Norwegian(434).NationalId);
        await other.Page.Keyboard.PressAsync("Enter");
        await Task.WhenAll(one.Page.Locator(".words").WaitForAsync(), other.Page.Locator(".words").WaitForAsync());
        await Assertions.Expect(busy).ToBeFocusedAsync();
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Heading, new() { Name = "Verifying…" })).ToBeFocusedAsync();

        (await world.UntilOrderedAsync(People.Norwegian(434), Cancellation)).MoveTo(OrderStatus.Approved);
        await Task.WhenAll(one.UntilAsync("Verified"), other.UntilAsync("Verified"));
        await Assertions.Expect(busy).ToBeFocusedAsync();
        await Assertions.Expect(other.Page.Locator(".verify summary")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_number_is_hidden_from_the_eye_and_offered_to_no_password_manager()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var call = await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(path: $"/agent/calls/{call.CallSid}");
        var field = window.Page.GetByLabel("National ID");
        await field.WaitForAsync();

        Assert.Equal(0, await window.Page.Locator("input[type=password]").CountAsync());
        Assert.Equal("one-time-code", await field.GetAttributeAsync("autocomplete"));
        Assert.Equal("disc", await field.EvaluateAsync<string>("field => getComputedStyle(field).webkitTextSecurity"));
    }

    [Fact]
    public async Task No_page_has_a_fault_that_axe_finds_in_light_and_dark()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service, new BrowserNewContextOptions { Locale = "en-GB", ReducedMotion = ReducedMotion.Reduce })).SignInAsync();
        await CheckAsync("nobody on the line");

        await Callers.RingAsync(service, Line.NordiskHjelp, Cancellation);
        await Callers.AskedAsync(service, Line.Vestlys, People.Norwegian(431), Cancellation);
        var verified = await Callers.AskedAsync(service, Line.Norrsken, People.Astrid, Cancellation);
        world.OrderOf(People.Astrid).MoveTo(OrderStatus.Approved);
        await verified.UntilHandedOnAsync(Cancellation);
        var unverified = await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await window.UntilAsync("Verified");
        await CheckAsync("a call of one's own");
        await window.OpenCallAsync(verified.CallSid);
        await CheckAsync("a verified call");
        await window.OpenCallAsync(unverified.CallSid);
        await CheckAsync("an unverified call");
        await window.Page.GetByLabel("National ID").FillAsync(People.Norwegian(432).NationalId);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start verification" }).ClickAsync();
        await window.Page.Locator(".words").WaitForAsync();
        await CheckAsync("words to read aloud");
        await window.Page.Context.SetOfflineAsync(true);
        await window.Page.GetByText("No connection").WaitForAsync();
        await CheckAsync("without a connection");
        await window.Page.Context.SetOfflineAsync(false);
        foreach (var path in new[] { "/agent/signed-out", "/agent/no-agent", "/agent/sign-in-failed", "/agent/nowhere" })
        {
            await window.Page.GotoAsync(new Uri(service.Url, path).ToString());
            await CheckAsync(path);
        }

        Task CheckAsync(string where) => window.Page.InLightAndDarkAsync(scheme => window.CheckAsync($"{where}, {scheme}"));
    }

    [Fact]
    public async Task A_page_weighs_less_than_300_kB_and_nothing_comes_from_another_host()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        var weight = await window.WeighAsync(window.UntilLiveAsync);

        TestContext.Current.TestOutputHelper!.WriteLine($"{weight / 1024:0} kB in {window.Loaded.Count} requests: {string.Join(", ", window.Loaded)}");
        Assert.InRange(weight, 10_000, 300_000);
        Assert.All(window.Loaded, url => Assert.Equal(service.Url.Authority, new Uri(url).Authority));
    }

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
