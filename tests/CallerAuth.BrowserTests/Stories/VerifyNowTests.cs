using CallerAuth.BrowserTests.Browsing;
using CallerAuth.Calls;
using CallerAuth.IntegrationTests;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Lines;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Line = CallerAuth.Simulator.Line;

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
    public async Task Of_somebody_we_called_only_those_eIDs_can_be_asked_that_serve_them_and_the_app_says_that_we_called()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedOutboundAsync(service, Line.NordiskHjelp);

        await window.Page.GetByText("Not for people whom we called: BankID (NO)").WaitForAsync();
        Assert.Equal(0, await window.Page.GetByLabel("eID").CountAsync());
        await StartAsync(window, People.Cecilia.NationalId);

        Assert.Equal("RP", (await world.UntilOrderedAsync(People.Cecilia, Cancellation)).Request.CallInitiator);
        await window.UntilAsync("Verifying");
    }

    [Fact]
    public async Task Where_no_eID_of_the_line_serves_those_we_called_nothing_is_asked_for_and_a_form_sent_all_the_same_is_refused()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedOutboundAsync(service, Line.Vestlys);

        await window.Page.GetByText("Not for people whom we called: BankID (NO)").WaitForAsync();
        Assert.Equal(0, await Field(window).CountAsync());
        var refused = await PostAsync(window, ("eid", "no-bankid"), ("nationalId", People.Norwegian(412).NationalId), ("callInitiator", "user"));

        Assert.Equal("422 This eID serves only people who called us. Ask the person to call back.", refused);
        Assert.Empty(world.Simulator.Provider.Orders);
    }

    [Fact]
    public async Task Who_called_whom_is_the_calls_own_and_not_the_forms()
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        await using var window = await OpenedAsync(service, Line.Norrsken);

        Assert.Equal(0, await window.Page.GetByText("Not for people whom we called").CountAsync());
        var accepted = await PostAsync(window, ("eid", "se-bankid"), ("nationalId", People.Bengt.NationalId), ("callInitiator", "RP"));

        Assert.Equal("204 ", accepted);
        Assert.Equal("user", (await world.UntilOrderedAsync(People.Bengt, Cancellation)).Request.CallInitiator);
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

    /// <summary>A call of ours whose person pressed 0 and is on the way to an agent.</summary>
    private async Task<AgentWindow> OpenedOutboundAsync(ServiceUnderTest service, Line line)
    {
        var known = service.Services.GetRequiredService<LineDirectory>().Find(line.Number)!;
        var call = Some.Call() with
        {
            To = line.Number,
            Placed = new PlacedCall("agent:ingrid", CallReason.Matter, null, line.Languages[0], false),
            State = new CallState.Unverified(UnverifiedReason.Skipped, null, Handoff.FirstTold),
        };
        await service.Services.GetRequiredService<Switchboard>().PlacedAsync(call, known);
        var window = await (await AgentWindow.OpenAsync(chromium, service)).SignInAsync(path: $"/agent/calls/{call.CallSid}");
        await window.UntilAsync("Unverified");
        return window;
    }

    /// <summary>Sends the form of the opened call by a script, with whatever it is to say.</summary>
    /// <returns>The status and the text of the answer.</returns>
    private static Task<string> PostAsync(AgentWindow window, params (string Name, string Value)[] fields) => window.Page.EvaluateAsync<string>(
        """
        async fields => {
          const body = new URLSearchParams(fields);
          body.append('__RequestVerificationToken', document.querySelector('.bar input[name=__RequestVerificationToken]').value);
          const answer = await fetch(location.pathname + '/verification', { method: 'POST', body });
          return answer.status + ' ' + await answer.text();
        }
        """,
        fields.Select(field => new[] { field.Name, field.Value }).ToArray());

    private static ILocator Field(AgentWindow window) => window.Page.GetByLabel("National ID");

    private static async Task StartAsync(AgentWindow window, string nationalId)
    {
        await Field(window).FillAsync(nationalId);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start verification" }).ClickAsync();
    }
}
