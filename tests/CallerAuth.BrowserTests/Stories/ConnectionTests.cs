using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>What may be old is never shown as if it were fresh.</summary>
public class ConnectionTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agents_on_two_instances_see_the_same_call_at_once()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        ServiceUnderTest[] services = [world.StartService(), world.StartService()];
        await using var one = await (await AgentWindow.OpenAsync(chromium, services[0])).SignInAsync();
        await using var other = await (await AgentWindow.OpenAsync(chromium, services[1])).SignInAsync();
        var call = await Callers.SkippedAsync(services[0], Line.Vestlys, Cancellation);
        await one.OpenCallAsync(call.CallSid);
        await other.OpenCallAsync(call.CallSid);
        await Task.WhenAll(one.UntilAsync("Unverified"), other.UntilAsync("Unverified"));
        var person = People.Norwegian(420);

        await one.Page.GetByLabel("National ID").FillAsync(person.NationalId);
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Start verification" }).ClickAsync();
        await Task.WhenAll(one.UntilAsync("Verifying"), other.UntilAsync("Verifying"));
        (await world.UntilOrderedAsync(person, Cancellation)).MoveTo(OrderStatus.Approved);

        await Task.WhenAll(one.UntilAsync("Verified"), other.UntilAsync("Verified"));
    }

    [Fact]
    public async Task A_lost_connection_is_told_takes_the_green_away_and_heals()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        var call = await VerifiedAsync(world, service, window, People.Norwegian(421));
        var green = await ColourAsync(window);

        await window.Page.Context.SetOfflineAsync(true);
        await window.Page.GetByText("No connection – what you see may be old").WaitForAsync();
        Assert.NotEqual(green, await ColourAsync(window));
        Assert.StartsWith("Last known: ", await window.Verdict.Locator(".status").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("grayscale", await window.Page.Locator(".board").EvaluateAsync<string>("board => getComputedStyle(board).filter"), StringComparison.Ordinal);

        await call.HangUpAsync(Cancellation);
        await window.Page.Context.SetOfflineAsync(false);
        await window.Page.Locator(".empty").GetByText("This call is over").WaitForAsync();
        await window.Page.GetByText("No connection – what you see may be old").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task A_service_that_is_gone_is_told_within_seconds()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        await VerifiedAsync(world, service, window, People.Norwegian(422));
        var green = await ColourAsync(window);

        await service.DisposeAsync();
        await window.Page.GetByText("No connection – what you see may be old").WaitForAsync();

        Assert.NotEqual(green, await ColourAsync(window));
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_and_comes_back()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        await VerifiedAsync(world, service, window, People.Norwegian(423));
        var green = await ColourAsync(window);

        world.Redis!.Kill();
        await window.Page.GetByText("Not live – what you see may be old").WaitForAsync();
        Assert.NotEqual(green, await ColourAsync(window));

        await world.Redis.RestartAsync(Cancellation);
        await window.Page.Locator(".board[data-live=yes]").WaitForAsync();
        await window.UntilAsync("Verified");
        Assert.Equal(green, await ColourAsync(window));
    }

    [Fact]
    public async Task A_page_that_is_left_says_goodbye_and_its_circuit_ends_at_once()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();

        await window.Page.GotoAsync(new Uri(window.Service, "health/live").ToString());
        string? goodbye;
        while ((goodbye = service.LogLinesWith("/_blazor/disconnect").FirstOrDefault(line => line.Contains("Request finished", StringComparison.Ordinal))) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);

        Assert.Contains("/_blazor/disconnect - 200", goodbye, StringComparison.Ordinal);
        Assert.NotEmpty(service.LogLinesWith("terminated gracefully"));
    }

    [Fact]
    public async Task A_circuit_that_died_of_a_fault_is_told_and_the_page_begins_anew()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        var call = await VerifiedAsync(world, service, window, People.Norwegian(424));
        var green = await ColourAsync(window);

        // The next caller cannot be drawn: what they would replace is gone.
        await window.Page.EvaluateAsync("document.querySelector('[aria-labelledby=list-Arriving] .nobody').remove()");
        await Callers.RingAsync(service, Line.NordiskHjelp, Cancellation);
        await window.Page.GetByText("No connection – what you see may be old").WaitForAsync();
        Assert.NotEqual(green, await ColourAsync(window));
        await call.HangUpAsync(Cancellation);

        await window.Page.Locator(".empty").GetByText("This call is over").WaitForAsync();
        Assert.Null(await window.Page.Locator("html").GetAttributeAsync("data-connection"));
    }

    [Fact]
    public async Task A_click_while_the_connection_is_lost_does_not_take_the_warning_away()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await AgentWindow.OpenAsync(chromium, service);
        await using var channel = await LiveChannel.OfAsync(window.Page);
        await window.SignInAsync();
        var other = await Callers.SkippedAsync(service, Line.Vestlys, Cancellation);
        await VerifiedAsync(world, service, window, People.Norwegian(425));

        await channel.CutAsync();
        await window.Page.GetByText("No connection – what you see may be old").WaitForAsync();
        await window.Page.Locator($".list a[href$='{other.CallSid}']").ClickAsync();
        await window.Page.WaitForURLAsync($"**/{other.CallSid}");
        // The page of the call that was clicked may have come already, or the browser may begin anew; neither is live, and nothing is shown as if it were.
        await window.Page.GetByText("No connection – what you see may be old").WaitForAsync();
        await Assertions.Expect(window.Page.Locator("html:not([data-connection=lost]) .verdict")).ToHaveCountAsync(0);

        channel.Mend();
        await window.Page.Locator(".verdict[data-status=Unverified]").WaitForAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(window.Page.GetByText("No connection – what you see may be old")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Last_known_is_told_to_the_ear_too()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        await VerifiedAsync(world, service, window, People.Norwegian(426));
        await Assertions.Expect(window.Verdict).ToHaveAccessibleNameAsync("Verified");

        await window.Page.Context.SetOfflineAsync(true);
        await window.Page.GetByText("No connection").WaitForAsync();

        await Assertions.Expect(window.Verdict).ToHaveAccessibleNameAsync("Last known: Verified");
        Assert.StartsWith("Last known: Verified", await window.Page.Locator(".list a .status").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task<HandPlayedCall> VerifiedAsync(World world, ServiceUnderTest service, AgentWindow window, TestPerson person)
    {
        var call = await Callers.AskedAsync(service, Line.Vestlys, person, Cancellation);
        await window.OpenCallAsync(call.CallSid);
        world.OrderOf(person).MoveTo(OrderStatus.Approved);
        await window.UntilAsync("Verified");
        return call;
    }

    private static Task<string> ColourAsync(AgentWindow window) => window.Verdict.Locator(".status").EvaluateAsync<string>("status => getComputedStyle(status).color");
}
