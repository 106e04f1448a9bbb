using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>What an agent sees of calls while they happen.</summary>
public class LiveCallTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_arrives_and_turns_from_verifying_to_verified_while_the_page_is_open()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        var person = People.Norwegian(400);

        var call = await Callers.RingAsync(service, Line.Vestlys, Cancellation);
        var row = window.Page.Locator(".list li");
        await row.And(window.Page.Locator("[data-status=NotYet]")).WaitForAsync();
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await window.UntilAsync("NotYet");
        await call.PressAsync(person.NationalId, Cancellation);
        await window.UntilAsync("Verifying");
        Assert.Contains("Verifying…", await window.Verdict.InnerTextAsync(), StringComparison.Ordinal);
        var order = await world.UntilOrderedAsync(person, Cancellation);
        var name = order.Person.Name;
        Assert.DoesNotContain(name, await window.Page.ContentAsync(), StringComparison.Ordinal);

        order.MoveTo(OrderStatus.Approved);
        await window.UntilAsync("Verified");

        var said = await window.Verdict.InnerTextAsync();
        Assert.Contains("Verified", said, StringComparison.Ordinal);
        Assert.Contains(name, said, StringComparison.Ordinal);
        Assert.Contains("Substantial", said, StringComparison.Ordinal);
        Assert.Contains("Vestlys Forsikring", said, StringComparison.Ordinal);
        Assert.DoesNotContain(person.NationalId, await window.Page.ContentAsync(), StringComparison.Ordinal);
        await call.HangUpAsync(Cancellation);
        await window.Page.Locator(".empty").GetByText("This call is over").WaitForAsync();
        Assert.DoesNotContain(name, await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_caller_who_declines_is_shown_as_not_verified_and_why()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        var person = People.Norwegian(401);
        var call = await Callers.AskedAsync(service, Line.Vestlys, person, Cancellation);
        await window.OpenCallAsync(call.CallSid);
        await window.UntilAsync("Verifying");

        world.OrderOf(person).MoveTo(OrderStatus.Declined);
        await window.Page.GetByText("Attempt ended: declined in the app").WaitForAsync();
        await window.UntilAsync("NotYet");
        await call.WaitAsync(answer => answer.Asks?.AbsolutePath == "/voice/retry", Cancellation);
        await call.PressAsync("0", Cancellation);
        await window.UntilAsync("Unverified");

        Assert.Equal("Not verified – declined in the app", await window.Verdict.Locator(".status").InnerTextAsync());
        Assert.Equal(0, await window.Verdict.Locator(".person").CountAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_call_that_rings_at_the_agents_own_softphone_opens_by_itself()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        await window.Page.GetByText("No call for you right now").WaitForAsync();

        var call = await Callers.AskedAsync(service, Line.Norrsken, People.Astrid, Cancellation);
        world.OrderOf(People.Astrid).MoveTo(OrderStatus.Approved);
        await call.UntilHandedOnAsync(Cancellation);
        await window.UntilAsync("Verified");

        Assert.Contains(world.OrderOf(People.Astrid).Person.Name, await window.Verdict.InnerTextAsync(), StringComparison.Ordinal);
        // Read out by itself, because nobody looks at a page while they greet a caller.
        Assert.Contains("Verified", await window.Page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_for_a_queue_of_the_agents_is_listed_and_names_nobody()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var queue = new Dictionary<string, string>(StringComparer.Ordinal) { [$"Lines:{Line.Kystlys.Number}:WhenVerified:Name"] = Line.Norrsken.WhenVerified.Address! };
        var service = world.StartService(settings: queue);
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync();
        var person = People.Norwegian(402);

        await Callers.AskedAsync(service, Line.Kystlys, person, Cancellation);
        world.OrderOf(person).MoveTo(OrderStatus.Approved);
        var row = window.Page.GetByRole(AriaRole.Region, new() { Name = "For your queue" }).Locator("li[data-status=Verified]");
        await row.WaitForAsync();

        Assert.Equal(1, await window.Page.Locator(".list li").CountAsync());
        Assert.Equal(0, await window.Verdict.CountAsync());
        Assert.DoesNotContain(world.OrderOf(person).Person.Name, await window.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_of_one_line_sees_no_other()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(AgentWindow.Bjorn);

        var foreign = await Callers.RingAsync(service, Line.Norrsken, Cancellation);
        var own = await Callers.RingAsync(service, Line.Vestlys, Cancellation);
        await window.Page.Locator($".list a[href$={own.CallSid}]").WaitForAsync();

        Assert.Equal(1, await window.Page.Locator(".list li").CountAsync());
        await window.OpenCallAsync(foreign.CallSid);
        await window.Page.Locator(".empty").GetByText("This call is over").WaitForAsync();
    }
}
