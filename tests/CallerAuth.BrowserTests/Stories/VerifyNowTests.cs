using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>An agent verifies somebody they already talk to.</summary>
public class VerifyNowTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_word_pair_is_shown_to_be_read_aloud_and_the_answer_arrives()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedAsync(service, Line.Vestlys);
        var person = People.Norwegian(410);

        await StartAsync(window, person.NationalId);
        var order = await world.UntilOrderedAsync(person, Cancellation);
        var words = window.Page.Locator(".words");
        await words.WaitForAsync();

        Assert.Equal(order.Words, await words.InnerTextAsync());
        Assert.Equal("nb", await words.GetAttributeAsync("lang"));
        await window.UntilAsync("Verifying");
        order.MoveTo(OrderStatus.Approved);
        await window.UntilAsync("Verified");
        Assert.Contains(order.Person.Name, await window.Verdict.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await words.CountAsync());

        // A reload, as a nervous agent does, shows the same.
        await window.Page.ReloadAsync();
        await window.UntilAsync("Verified");

        Assert.DoesNotContain(window.Loaded, url => url.Contains(person.NationalId, StringComparison.Ordinal));
        Assert.DoesNotContain(person.NationalId, await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(service.LogLinesWith(person.NationalId));
        Assert.Empty(service.LogLinesWith(order.Words!));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_declined_one_is_not_verified_and_can_be_tried_again()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedAsync(service, Line.Vestlys);
        var person = People.Norwegian(411);

        await StartAsync(window, person.NationalId);
        (await world.UntilOrderedAsync(person, Cancellation)).MoveTo(OrderStatus.Declined);
        await window.Verdict.GetByText("Not verified – declined in the app").WaitForAsync();

        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "Verify again" }).WaitForAsync();
        Assert.Equal("", await Field(window).InputValueAsync());
    }

    [Fact]
    public async Task A_number_with_a_wrong_check_digit_is_refused_in_words_and_leaves_the_field()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedAsync(service, Line.Vestlys);

        await StartAsync(window, "20036914711");
        await window.Page.GetByText("Check the number: it cannot be right.").WaitForAsync();

        Assert.Equal("", await Field(window).InputValueAsync());
        Assert.True(await Field(window).EvaluateAsync<bool>("field => field === document.activeElement"));
        Assert.Empty(world.Simulator.Provider.Orders);
        Assert.Empty(service.LogLinesWith("20036914711"));
    }

    [Fact]
    public async Task An_eID_that_serves_only_those_who_called_is_refused_when_we_called()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedAsync(service, Line.Vestlys);

        await window.Page.GetByLabel("We called the person").CheckAsync();
        await StartAsync(window, People.Norwegian(412).NationalId);

        await window.Page.GetByText("This eID serves only people who called us.").WaitForAsync();
        Assert.Empty(world.Simulator.Provider.Orders);
    }

    [Fact]
    public async Task The_Swedish_app_is_followed_step_by_step_and_can_be_cancelled()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedAsync(service, Line.Norrsken);

        await StartAsync(window, People.Bengt.NationalId);
        var order = await world.UntilOrderedAsync(People.Bengt, Cancellation);
        var now = window.Page.Locator(".steps [aria-current=step]");
        await Assertions.Expect(now).ToHaveTextAsync("Open the app");
        order.MoveTo(OrderStatus.AwaitingAcknowledgement);
        await Assertions.Expect(now).ToHaveTextAsync("Confirm the call in the app");
        order.MoveTo(OrderStatus.AwaitingIdentification);
        await Assertions.Expect(now).ToHaveTextAsync("Identify with the code");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await window.Verdict.GetByText("Not verified – cancelled").WaitForAsync();
    }

    private async Task<AgentWindow> OpenedAsync(ServiceUnderTest service, Line line)
    {
        var call = await Callers.SkippedAsync(service, line, Cancellation);
        var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(path: $"/agent/calls/{call.CallSid}");
        await window.UntilAsync("Unverified");
        return window;
    }

    private static ILocator Field(AgentWindow window) => window.Page.GetByLabel("National ID");

    private static async Task StartAsync(AgentWindow window, string nationalId)
    {
        await Field(window).FillAsync(nationalId);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start verification" }).ClickAsync();
    }
}
