using System.Net;
using System.Text.RegularExpressions;
using CallerAuth.Agents.Console.Pages;
using CallerAuth.Agents.Statistics;
using CallerAuth.IntegrationTests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CallerAuth.IntegrationTests.Agents.Statistics;

/// <summary>The page of today's figures and its CSV, in a host of their own: the console's sign-in and frame are tested elsewhere.</summary>
public sealed partial class TodayPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nb-NO", "Dagen i tall", "Kom verifisert til kundebehandler")]
    [InlineData("sv-SE", "Dagen i siffror", "Kom verifierade fram till handläggare")]
    [InlineData("da-DK", "Dagen i tal", "Kom verificeret igennem til medarbejder")]
    [InlineData("en-GB", "Today at a glance", "Reached an agent, verified")]
    [InlineData("fi-FI", "Today at a glance", "Reached an agent, verified")]
    public async Task The_page_shows_the_day_in_the_viewers_language(string language, string title, string step)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await CountAsync(store);
        await using var host = await HostAsync(store, language);

        var page = WebUtility.HtmlDecode(await GetAsync(host, "/agent/today"));

        Assert.Contains($">{title}</h1>", page, StringComparison.Ordinal);
        Assert.Contains(step, page, StringComparison.Ordinal);
        Assert.Contains("+4721000000", page, StringComparison.Ordinal);
        Assert.DoesNotContain("+4721000001", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_picture_has_its_table_and_nothing_is_inline_or_from_elsewhere()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await CountAsync(store);
        await using var host = await HostAsync(store, "en-GB");

        var page = await GetAsync(host, "/agent/today");

        var sections = page.Split("<section").Skip(1).ToList();
        Assert.Equal(8, sections.Count);
        Assert.All(sections, section => Assert.Contains("<table", section, StringComparison.Ordinal));
        Assert.DoesNotMatch(Inline(), page);
        Assert.True(page.Length < 100_000, $"{page.Length} characters");
    }

    [Fact]
    public async Task A_day_without_calls_says_so()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await using var host = await HostAsync(store, "en-GB");

        Assert.Contains("Nothing was counted on this day.", await GetAsync(host, "/agent/today?day=%3Cscript%3E"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_csv_is_a_file_of_the_day()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await CountAsync(store);
        await using var host = await HostAsync(store, "en-GB");
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(host.Urls.Single() + "/agent/today.csv"), Cancellation);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Matches(@"^callerauth-\d{4}-\d\d-\d\d\.csv$", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.Matches(@"^day,hour,line,eid,figure,count\r\n(\d{4}-\d\d-\d\d,\d\d:00[+-]\d\d:\d\d,'\+4721000000,no-bankid,[a-z_:0-9]+,1\r\n)+$", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task CountAsync(StoreUnderTest store)
    {
        var book = new FigureBook(store.Connection, store.Keys, TimeProvider.System);
        await book.CountOnceAsync("CA1", "+4721000000", "no-bankid", [Figure.Rang, Figure.Asked, Figure.Keyed, Figure.AppRang, Figure.Approved, Figure.SinceRang + "60", Figure.SinceKeyed + "30", Figure.ToVerified]);
        await book.CountOnceAsync("CA2", "+4721000001", "no-bankid", [Figure.Rang]);
    }

    private static async Task<string> GetAsync(WebApplication host, string path)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(host.Urls.Single() + path), Cancellation);
    }

    /// <summary>Somebody who may see the first line alone.</summary>
    private static async Task<WebApplication> HostAsync(StoreUnderTest store, string language)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new FigureBook(store.Connection, store.Keys, TimeProvider.System));
        builder.Services.AddSingleton(Options.Create(new StatisticsOptions()));
        builder.Services.AddSingleton<TodayFigures>();
        builder.Services.AddSingleton<TodayViewerOf>(_ => new TodayViewer(language, line => line == "+4721000000"));
        builder.Services.AddRazorComponents();
        var app = builder.Build();
        app.MapGet("/agent/today", () => new RazorComponentResult<Today>());
        app.MapGet("/agent/today.csv", (string? day, HttpContext context, TodayFigures figures, TodayViewerOf viewerOf) => StatisticsSetup.CsvAsync(day, context, figures, viewerOf, Cancellation));
        await app.StartAsync(Cancellation);
        return app;
    }

    [GeneratedRegex("""<style|<script| style=| on\w+=|https?://""", RegexOptions.None, 1000)]
    private static partial Regex Inline();
}
