using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Live;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>Calls that somebody plays on the simulator's page: telephone, app and agent's screen.</summary>
public class PhoneTests(Chromium chromium)
{
    // A busy machine may need a second between two keys, and Gather waits eight of the phone's.
    private const double Haste = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Norwegian_call_is_played_by_mouse_to_a_verified_caller()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);
        var person = LiveRoom.People[0];

        await window.RingAsync(Line.Vestlys);
        await window.UntilHeardAsync("Velkommen til Vestlys Forsikring");
        await window.KeyNumberAsync();
        var words = await window.WordsHeardAsync();
        await window.ChooseAsync(pair => pair == words);
        await window.UntilHeardAsync("Identiteten din er bekreftet");
        await window.UntilAgentSeesAsync("Verified");

        Assert.Contains(person.Name, await window.Verdict.InnerTextAsync(), StringComparison.Ordinal);
        await Assertions.Expect(window.Page.Locator("#question")).ToHaveTextAsync("You are talking with the agent.");
        // The wire tells the whole call, and never the number.
        var polls = window.Page.Locator("#entries > .fold > details > summary");
        Assert.Matches("×[1-9]", await polls.InnerTextAsync());
        await Assertions.Expect(window.Wire.Filter(new() { HasText = "/voice/national-id" }).First).ToContainTextAsync("••• (11 digits)");
        await Assertions.Expect(window.Wire.Filter(new() { HasText = "id_token" }).First).ToContainTextAsync("✓ signed");
        Assert.DoesNotContain(person.NationalId, await window.Page.Locator("#wire").TextContentAsync() ?? "", StringComparison.Ordinal);
        await window.Button("End the talk").ClickAsync();
        await window.UntilOverAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_Swedish_call_is_played_with_the_keyboard_alone()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);
        var keyboard = window.Page.Keyboard;
        var person = LiveRoom.People.First(known => !known.IsNorwegian);

        await window.TabToAsync(Line.Nordlys.Name);
        await keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(window.Page.Locator("#person")).ToHaveValueAsync(person.NationalId);
        await keyboard.PressAsync("Enter");
        await window.UntilHeardAsync("Välkommen till Norrsken Bank");
        await window.Page.Locator("#key-number:enabled").WaitForAsync();
        await keyboard.TypeAsync(person.NationalId);
        await window.Button("Öppna BankID").WaitForAsync();
        await window.TabToAsync("Öppna BankID");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Talar du i telefon med Norrsken Bank?" })).ToBeFocusedAsync();
        await window.TabToAsync("Ja");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.GetByLabel("Säkerhetskod")).ToBeFocusedAsync();
        await keyboard.TypeAsync("123456");
        await keyboard.PressAsync("Enter");
        await window.UntilAgentSeesAsync("Verified");
        Assert.Contains(person.Name, await window.Verdict.InnerTextAsync(), StringComparison.Ordinal);
        await window.Button("End the talk").WaitForAsync();
        await window.TabToAsync("End the talk");
        await keyboard.PressAsync("Enter");

        await window.UntilOverAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Keys_arrive_in_the_order_in_which_they_were_pressed_also_when_a_request_is_slow()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);
        var requests = 0;
        await window.Page.RouteAsync("**/live/press", async request =>
        {
            if (Interlocked.Increment(ref requests) == 1)
                await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System, Cancellation);
            await request.ContinueAsync();
        });

        await window.RingAsync(Line.Vestlys);
        await window.Page.Locator("#key-number:enabled").WaitForAsync();
        await window.Page.Keyboard.TypeAsync(LiveRoom.People[0].NationalId);

        await window.Button("Åpne BankID").WaitForAsync();
    }

    [Fact]
    public async Task Wrong_words_lead_to_another_try_or_to_an_agent_who_is_told_why()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);
        await window.RingAsync(Line.Vestlys);
        await window.KeyNumberAsync();
        var words = await window.WordsHeardAsync();

        await window.ChooseAsync(pair => pair != words);
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "Avbrutt" }).WaitForAsync();
        await window.UntilHeardAsync("For å prøve igjen");
        await window.Page.Keyboard.PressAsync("0");
        await window.UntilAgentSeesAsync("Unverified");

        Assert.Contains("Not verified – declined in the app", await window.Verdict.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_with_an_ordinary_telephone_hears_a_whisper()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);
        await window.RingAsync(Line.NordiskHjelp);

        await window.UntilHeardAsync("For English, press 4");
        await window.Key('4').ClickAsync();
        await window.Captions.Locator("[lang=en-GB]").Nth(1).WaitForAsync();
        await window.Key('0').ClickAsync();
        await window.Page.Locator("#screen blockquote").WaitForAsync();

        Assert.Contains("ikke bekreftet", await window.Page.Locator("#screen blockquote").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        await window.Button("Hang up").ClickAsync();
        await window.UntilOverAsync();
        await window.Button("New call").ClickAsync();
        await Assertions.Expect(window.Button("Ring")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_hold_music_is_the_services_own_and_comes_through_the_simulator()
    {
        await using var world = await StartAsync();
        using var http = new HttpClient { BaseAddress = world.Simulator.BaseUrl };

        using var music = await http.GetAsync(new Uri("/live/audio/hold.mp3", UriKind.Relative), Cancellation);

        Assert.Equal("audio/mpeg", music.Content.Headers.ContentType?.MediaType);
        Assert.True((await music.Content.ReadAsByteArrayAsync(Cancellation)).Length > 10_000);
    }

    private static async Task<World> StartAsync()
    {
        var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        world.StartService();
        world.Simulator.Room.Speed = Haste;
        return world;
    }
}
