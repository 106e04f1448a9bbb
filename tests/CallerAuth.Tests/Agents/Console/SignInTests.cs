using System.Security.Claims;
using System.Text.Json;
using CallerAuth.Agents.Console;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CallerAuth.Tests.Agents.Console;

/// <summary>Who is an agent, which lines are theirs, and in which language they are spoken to.</summary>
public class SignInTests
{
    private static readonly SignInOptions Settings = new()
    {
        Authority = "https://login.example",
        ClientId = "c",
        ClientSecret = "s",
        RequiredClaim = "roles",
        RequiredValue = "agent",
        LinesClaim = "lines",
        AddressClaim = "softphone",
    };

    private static readonly LineDirectory Lines = new(Options.Create(new LinesOptions { Lines = { [Some.CalledNumber] = Some.LineOptions(), ["*"] = Some.LineOptions(line => line.Name = "Rest") } }), Some.EIds);

    [Fact]
    public void An_agent_survives_the_cookie_with_lines_and_addresses()
    {
        var agent = Agent.FromProvider(User(("sub", "kari"), ("name", "Kari"), ("roles", "agent"), ("lines", "Nordlys Forsikring"), ("softphone", "kari_1")), Settings, Lines, Some.Now)!;

        var back = Agent.From(agent.ToPrincipal(), Some.Now.AddMinutes(59))!;

        Assert.Equal(("kari", "Kari", "agent:kari"), (back.Subject, back.Name, back.AskedBy));
        Assert.Equal([Some.CalledNumber], back.Lines!);
        Assert.Equal(["kari_1"], back.Addresses);
        Assert.True(back.MaySee(Some.CalledNumber));
        Assert.False(back.MaySee("*"));
    }

    /// <summary>Userinfo is plain JSON (OpenID Connect Core 5.3.2), where a claim may be a list.</summary>
    [Theory]
    [InlineData("""{ "sub": "kari", "name": "Kari", "roles": ["clerk", "agent"], "lines": ["Nordlys Forsikring"], "softphone": ["kari_1", "kari_2"] }""", new[] { "kari_1", "kari_2" })]
    [InlineData("""{ "sub": "kari", "name": "Kari", "roles": "agent", "lines": "Nordlys Forsikring", "softphone": "kari_1" }""", new[] { "kari_1" })]
    public void A_list_from_userinfo_counts_value_by_value(string userinfo, string[] addresses)
    {
        var identity = new ClaimsIdentity([new Claim("sub", "kari")], "test");
        using var answer = JsonDocument.Parse(userinfo);
        foreach (var action in ProviderOptions().ClaimActions)
            action.Run(answer.RootElement, identity, "issuer");

        var agent = Agent.FromProvider(new ClaimsPrincipal(identity), Settings, Lines, Some.Now)!;

        Assert.Equal(("kari", "Kari"), (agent.Subject, agent.Name));
        Assert.Equal([Some.CalledNumber], agent.Lines!);
        Assert.Equal(addresses, agent.Addresses);
    }

    [Fact]
    public void Without_the_claim_nobody_is_an_agent() =>
        Assert.Null(Agent.FromProvider(User(("sub", "kari"), ("roles", "janitor")), Settings, Lines, Some.Now));

    [Fact]
    public void Without_lines_an_agent_sees_none() =>
        Assert.False(Agent.FromProvider(User(("sub", "kari"), ("roles", "agent")), Settings, Lines, Some.Now)!.MaySee(Some.CalledNumber));

    [Theory]
    [InlineData("*", false, true)]
    [InlineData("every-line", true, true)]
    [InlineData("all_lines", false, false)]
    public void Only_the_value_that_the_settings_name_stands_for_all_lines(string said, bool ofItsOwn, bool ofNoLine)
    {
        var settings = new SignInOptions { RequiredClaim = "roles", LinesClaim = "lines", AllLinesValue = "every-line" };

        var agent = Agent.From(Agent.FromProvider(User(("sub", "kari"), ("roles", "agent"), ("lines", said), ("all_lines", "true")), settings, Lines, Some.Now)!.ToPrincipal(), Some.Now)!;

        Assert.Equal((ofItsOwn, ofNoLine), (agent.MaySee(Some.CalledNumber), agent.MaySee("*")));
    }

    [Theory]
    [InlineData("lines", "every-line", null)]
    [InlineData("lines", "", null)]
    [InlineData("", "every-line", "Agents:SignIn:AllLinesValue: needs Agents:SignIn:LinesClaim")]
    [InlineData("lines", "*", "Agents:SignIn:AllLinesValue: use a word")]
    [InlineData("lines", "+4721000000", "Agents:SignIn:AllLinesValue: use a word")]
    [InlineData("lines", "every line", "Agents:SignIn:AllLinesValue: use a word")]
    public void The_value_for_all_lines_must_be_one_on_purpose(string claim, string value, string? fault)
    {
        var options = new SignInOptions { Authority = "https://login.example", ClientId = "c", ClientSecret = "s", RequiredClaim = "roles", LinesClaim = claim, AllLinesValue = value };

        var result = new SignInOptionsValidator().Validate(null, options);

        Assert.Equal(fault is null, result.Succeeded);
        if (fault is not null)
            Assert.StartsWith(fault, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void However_often_it_is_renewed_a_sign_in_ends_when_the_provider_is_to_be_asked_again()
    {
        var user = Agent.FromProvider(User(("sub", "kari"), ("roles", "agent")), Settings, Lines, Some.Now)!.ToPrincipal();

        Assert.NotNull(Agent.From(user, Some.Now.AddHours(1).AddSeconds(-1)));
        Assert.Null(Agent.From(user, Some.Now.AddHours(1)));
        Assert.Null(Agent.From(User(("sub", "kari"), ("name", "Kari")), Some.Now));
    }

    [Fact]
    public void Every_fault_of_the_settings_is_told_at_once()
    {
        var result = new SignInOptionsValidator().Validate(null, new SignInOptions { Authority = "http://login.example", NameClaim = "" });

        Assert.Equal(
            ["Authority", "ClientId", "ClientSecret", "NameClaim", "RequiredClaim"],
            result.Failures!.Select(fault => fault.Split(':')[2]));
        Assert.True(new SignInOptionsValidator().Validate(null, new SignInOptions()).Succeeded);
        Assert.True(new SignInOptionsValidator().Validate(null, Settings).Succeeded);
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    [InlineData(12 * 3600, true)]
    [InlineData((12 * 3600) + 1, false)]
    public void How_long_the_providers_word_counts_is_bounded(int seconds, bool good)
    {
        var options = new SignInOptions { Authority = "https://login.example", ClientId = "c", ClientSecret = "s", RequiredClaim = "roles", AskAgainAfter = TimeSpan.FromSeconds(seconds) };

        Assert.Equal(good, new SignInOptionsValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("nb-NO,nb;q=0.9", "nb-NO")]
    [InlineData("nn", "nb-NO")]
    [InlineData("de, da;q=0.5, en;q=0.4", "da-DK")]
    [InlineData("fr", "en")]
    public void The_browsers_best_language_is_taken(string accepted, string language) =>
        Assert.Equal(language, ConsoleWords.Best([.. StringWithQualityHeaderValue.ParseList([accepted])]));

    [Fact]
    public void Every_reason_stage_and_step_has_its_words_in_every_language() => Assert.All(ConsoleWords.Languages, language =>
    {
        var words = ConsoleWords.For(language);
        Assert.All(Enum.GetValues<UnverifiedReason>(), reason => Assert.NotEmpty(words[reason]));
        Assert.All(Enum.GetValues<CallerAuth.Agents.Board.CardStage>(), stage => Assert.NotEmpty(words[stage]));
        Assert.All(Enum.GetValues<StoryStep.Kind>(), kind => Assert.NotEmpty(words[new StoryStep(kind, Some.Now)]));
        Assert.All(Enum.GetValues<CallerAuth.Agents.Requests.RefusalCode>(), code => Assert.NotEmpty(words[Enum.Parse<ConsoleWord>("Refused" + code)]));
    });

    [Theory]
    [InlineData("nb-NO", "15.03.1985")]
    [InlineData("sv-SE", "1985-03-15")]
    [InlineData("en", "15 March 1985")]
    public void A_birth_date_is_written_as_the_language_does(string language, string written) =>
        Assert.Equal(written, ConsoleWords.For(language).Date(new DateOnly(1985, 3, 15)));

    private static OpenIdConnectOptions ProviderOptions()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddAgentSignIn();
        services.PostConfigure<SignInOptions>(options =>
            (options.Authority, options.ClientId, options.ClientSecret, options.RequiredClaim, options.LinesClaim, options.AddressClaim)
            = (Settings.Authority, Settings.ClientId, Settings.ClientSecret, Settings.RequiredClaim, Settings.LinesClaim, Settings.AddressClaim));
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get("agent-provider");
    }

    private static ClaimsPrincipal User(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value)), "test"));
}
