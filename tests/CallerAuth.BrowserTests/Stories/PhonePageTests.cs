using CallerAuth.BrowserTests.Browsing;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Stories;

/// <summary>The simulator's page is for everyone to see: axe, weight, and pictures (<c>CALLERAUTH_SCREENSHOTS=directory</c>).</summary>
public class PhonePageTests(Chromium chromium)
{
    // A look at the question takes some seconds on a busy machine, and nobody may be led on meanwhile for having pressed nothing.
    private const double Haste = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_has_no_fault_that_axe_finds_in_light_and_dark_and_has_its_picture_taken()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator, new BrowserNewContextOptions { Locale = "en-GB", ReducedMotion = ReducedMotion.Reduce });
        await LookAsync("before");

        await PlayAsync(window, LookAsync);

        // A call takes the time that its words take, so one is played for all looks.
        Task LookAsync(string moment) => window.Page.InLightAndDarkAsync(async scheme =>
        {
            await window.CheckAsync($"{moment}, {scheme}");
            await Pictures.TakeAsync(window.Page, $"phone-{moment.Replace(' ', '-')}", scheme);
        });
    }

    [Fact]
    public async Task The_page_weighs_less_than_300_kB_and_nothing_comes_from_another_host()
    {
        await using var world = await StartAsync();
        await using var window = await PhoneWindow.OpenAsync(chromium, world.Simulator);
        var devtools = await window.Page.Context.NewCDPSessionAsync(window.Page);
        await devtools.SendAsync("Network.enable");
        await devtools.SendAsync("Network.setCacheDisabled", new Dictionary<string, object> { ["cacheDisabled"] = true });
        var weight = 0.0;
        devtools.Event("Network.loadingFinished").OnEvent += (_, finished) => weight += finished!.Value.GetProperty("encodedDataLength").GetDouble();
        window.Loaded.Clear();

        await window.Page.ReloadAsync();
        await window.UntilReadyAsync();

        TestContext.Current.TestOutputHelper!.WriteLine($"{weight / 1024:0} kB in {window.Loaded.Count} requests: {string.Join(", ", window.Loaded)}");
        Assert.InRange(weight, 10_000, 300_000);
        Assert.All(window.Loaded, url => Assert.Equal(world.Simulator.BaseUrl.Authority, new Uri(url).Authority));
        Assert.Empty(window.Complaints);
    }

    /// <summary>A Norwegian call to its end and a Swedish one up to the code, with a look at each moment.</summary>
    private static async Task PlayAsync(PhoneWindow window, Func<string, Task> lookAsync)
    {
        await window.RingAsync(Line.Vestlys);
        await window.Page.Locator("#key-number:enabled").WaitForAsync();
        await lookAsync("asked for the number");
        await window.KeyNumberAsync();
        await window.Button("Åpne BankID").WaitForAsync();
        await lookAsync("the app rings");
        var words = await window.WordsHeardAsync();
        await window.Button("Åpne BankID").ClickAsync();
        await window.Page.Locator("#glass .pair").Filter(new() { HasText = words }).ClickAsync();
        await window.Switch("Provider slow").ClickAsync();
        await lookAsync("words");
        await window.Switch("Provider slow").ClickAsync();
        await window.Button("Bekreft").ClickAsync();
        await window.UntilAgentSeesAsync("Verified");
        await window.Wire.Filter(new() { HasText = "/voice/national-id" }).First.Locator("summary").First.ClickAsync();
        await lookAsync("verified");
        await window.Button("End the talk").ClickAsync();
        await window.UntilOverAsync();
        await lookAsync("over");
        await window.Button("New call").ClickAsync();

        await window.RingAsync(Line.Norrsken);
        await window.KeyNumberAsync();
        await window.Button("Öppna BankID").ClickAsync();
        await window.Button("Ja").WaitForAsync();
        await lookAsync("on the phone with");
        await window.Button("Ja").ClickAsync();
        await window.Page.GetByLabel("Säkerhetskod").WaitForAsync();
        await lookAsync("security code");
        await window.Button("Avbryt").ClickAsync();
        await window.UntilHeardAsync("försöka igen");
        await window.Key('0').ClickAsync();
        await window.Page.Locator("#screen blockquote").WaitForAsync();
        await lookAsync("whisper");
    }

    private static async Task<World> StartAsync()
    {
        var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        world.StartService();
        world.Simulator.Room.Speed = Haste;
        return world;
    }
}
