using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>Trouble at the flick of a switch: felt by the caller, seen on the wire, and gone when it is switched off.</summary>
public class PhoneTroubleTests(Chromium chromium)
{
    // A busy machine may need a second between two keys, and Gather waits eight of the phone's.
    private const double Haste = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_provider_down_a_caller_reaches_an_agent_unverified_and_is_well_served_afterwards()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);

        await window.Switch("Provider down").ClickAsync();
        await Assertions.Expect(window.Switch("Provider down")).ToHaveAttributeAsync("aria-pressed", "true");
        await window.RingAsync(Line.Vestlys);
        await window.KeyNumberAsync();
        await window.UntilAgentSeesAsync("Unverified");
        Assert.Contains("BankID not available", await window.Verdict.InnerTextAsync(), StringComparison.Ordinal);
        await Assertions.Expect(window.Page.Locator(".entry.ciba").Filter(new() { HasText = "no answer" }).First).ToBeVisibleAsync();
        await window.Button("End the talk").ClickAsync();
        await window.UntilOverAsync();

        await window.Button("All well again").ClickAsync();
        await Assertions.Expect(window.Switch("Provider down")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task With_Twilios_REST_API_failing_and_webhooks_doubled_a_caller_is_verified_all_the_same()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);
        await window.Switch("Twilio REST fails").ClickAsync();
        await window.Switch("Duplicate webhooks").ClickAsync();

        await window.RingAsync(Line.Vestlys);
        await window.KeyNumberAsync();
        var words = await window.WordsHeardAsync();
        await window.ChooseAsync(pair => pair == words);
        await window.UntilAgentSeesAsync("Verified");

        await Assertions.Expect(window.Page.Locator(".entry.rest .failed").First).ToHaveTextAsync("500");
        Assert.True(await window.Wire.Filter(new() { HasText = "/voice/incoming" }).CountAsync() >= 2);
    }

    [Fact]
    public async Task A_forged_webhook_is_refused_and_shown_as_such()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);

        await window.Switch("Forged webhook").ClickAsync();
        var entry = window.Wire.First;

        await Assertions.Expect(entry.Locator(".result")).ToHaveTextAsync("403");
        await Assertions.Expect(entry).ToContainTextAsync("✗ signature");
        await entry.Locator("summary").ClickAsync();
        await Assertions.Expect(entry.Locator(".check")).ToContainTextAsync("HMAC-SHA1 of");
    }

    [Fact]
    public async Task With_the_store_gone_a_caller_hears_words_and_an_agent_and_the_store_comes_back()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { IntervalSeconds = 1, KeepsStore = true }, TimeProvider.System, () => 0.5, Cancellation);
        simulator.Room.Speed = Haste;
        await using var service = await ServiceProcess.StartAsync(simulator, Cancellation);
        await using var window = await PhoneWindow.OpenAsync(chromium, simulator);
        await window.RingAsync(Line.Vestlys);
        await window.UntilHeardAsync("Velkommen til Vestlys Forsikring");

        await window.Switch("Store gone").ClickAsync();
        await Assertions.Expect(window.Switch("Store gone")).ToHaveAttributeAsync("aria-pressed", "true");
        await window.KeyNumberAsync();
        await window.UntilHeardAsync("teknisk feil");
        await window.Switch("Store gone").ClickAsync();
        await window.Button("Hang up").ClickAsync();
        await window.UntilOverAsync();
        await window.Button("New call").ClickAsync();

        await window.RingAsync(Line.Vestlys);
        await window.KeyNumberAsync();
        await window.Button("Åpne BankID").WaitForAsync();
    }

    private static async Task<World> StartAsync()
    {
        var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        world.StartService();
        world.Simulator.Room.Speed = Haste;
        return world;
    }
}
