using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>Pictures of every page, light and dark, on a phone and on a desk, for people to look at: <c>CALLERAUTH_SCREENSHOTS=directory</c>.</summary>
public class ScreenshotTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_has_its_picture_taken()
    {
        Assert.SkipWhen(Pictures.Directory.Length == 0, "CALLERAUTH_SCREENSHOTS names no directory for the pictures");
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var options = new BrowserNewContextOptions { Locale = "nb-NO", TimezoneId = "Europe/Oslo", ReducedMotion = ReducedMotion.Reduce };
        await using var window = await (await AgentWindow.OpenAsync(chromium, service, options)).SignInAsync();
        await TakeAsync("nobody");

        await Callers.RingAsync(service, Line.NordiskHjelp, Cancellation);
        await Callers.RingAsync(service, Line.Vestlys, Cancellation);
        await Callers.AskedAsync(service, Line.Vestlys, People.Norwegian(440), Cancellation);
        await Callers.AskedAsync(service, Line.Kystlys, People.Norwegian(441), Cancellation);
        await Callers.AskedAsync(service, Line.Norrsken, People.Bengt, Cancellation);
        var declined = await Callers.AskedAsync(service, Line.Vestlys, People.Norwegian(442), Cancellation);
        world.OrderOf(People.Norwegian(442)).MoveTo(OrderStatus.Declined);
        await declined.WaitAsync(answer => answer.Asks?.AbsolutePath == "/voice/retry", Cancellation);
        await declined.PressAsync("0", Cancellation);
        var verified = await Callers.AskedAsync(service, Line.Norrsken, People.Astrid, Cancellation);
        world.OrderOf(People.Astrid).MoveTo(OrderStatus.Approved);
        await verified.UntilHandedOnAsync(Cancellation);
        await window.UntilAsync("Verified");
        await TakeAsync("own-call");

        var norwegian = await Callers.AskedAsync(service, Line.Vestlys, People.Norwegian(443), Cancellation);
        world.OrderOf(People.Norwegian(443)).MoveTo(OrderStatus.Approved);
        await norwegian.UntilHandedOnAsync(Cancellation);
        await window.OpenCallAsync(norwegian.CallSid);
        await window.UntilAsync("Verified");
        await TakeAsync("verified");

        await window.OpenCallAsync(declined.CallSid);
        await TakeAsync("unverified");
        await window.Page.GetByLabel("Fødselsnummer").FillAsync(People.Norwegian(444).NationalId);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start verifisering" }).ClickAsync();
        await window.Page.Locator(".words").WaitForAsync();
        await TakeAsync("words");

        var swedish = await Callers.SkippedAsync(service, Line.Norrsken, Cancellation);
        await window.OpenCallAsync(swedish.CallSid);
        await window.Page.Locator("input[name=nationalId]").FillAsync(People.Cecilia.NationalId);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start verifisering" }).ClickAsync();
        (await world.UntilOrderedAsync(People.Cecilia, Cancellation)).MoveTo(OrderStatus.AwaitingAcknowledgement);
        await window.Page.Locator(".steps li[aria-current]").Nth(0).WaitForAsync();
        await Assertions.Expect(window.Page.Locator(".steps [aria-current=step]")).ToHaveTextAsync("Bekreft samtalen i appen");
        await TakeAsync("steps");

        await window.OpenCallAsync(verified.CallSid);
        await window.Page.Context.SetOfflineAsync(true);
        await window.Page.GetByText("Ingen forbindelse").WaitForAsync();
        await TakeAsync("no-connection");
        await window.Page.Context.SetOfflineAsync(false);
        await window.Page.GotoAsync(new Uri(service.Url, "/agent/today").ToString());
        await window.Page.Locator(".tiles").WaitForAsync();
        await TakeAsync("today");
        await window.Page.GotoAsync(new Uri(service.Url, "/agent/signed-out").ToString());
        await TakeAsync("signed-out");

        Task TakeAsync(string page) => window.Page.InLightAndDarkAsync(scheme => Pictures.TakeAsync(window.Page, page, scheme));
    }
}
