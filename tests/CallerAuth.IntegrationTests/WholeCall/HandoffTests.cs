using System.Globalization;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>What each kind of agent receives of a caller, in the names and forms that were promised to the agents' systems.</summary>
[Collection(nameof(WholeCall))]
public class HandoffTests(PlayedScenarios played)
{
    /// <summary>Members of every verified caller; the line's attributes follow, as far as the token has them (a Swedish one has no birth date).</summary>
    private static readonly string[] Always = ["status", "verification_id", "eid", "acr", "authenticated_at", "subject"];

    [Fact]
    public async Task A_task_carries_the_verified_caller_in_its_attributes()
    {
        var (offer, scenario) = await AnsweredAsync("norwegian-approved");

        AssertVerified(offer.CallerVerification!, scenario, "no-bankid", "urn:grn:authn:no:bankid:substantial");
    }

    [Fact]
    public async Task A_softphone_gets_the_same_members_as_parameters()
    {
        var (offer, scenario) = await AnsweredAsync("swedish-approved");

        AssertVerified(offer.CallerVerification!, scenario, "se-bankid", "urn:grn:authn:se:bankid");
    }

    [Fact]
    public async Task A_sip_address_gets_three_headers()
    {
        var (offer, scenario) = await AnsweredAsync("both-eids-danish");

        // The simulator gathers X-Caller-Verification-Status, -Id and -Name under the names of the other forms.
        Assert.Equal(["status", "verification_id", "name"], offer.CallerVerification!.Select(member => member.Key).ToArray());
        Assert.Equal("verified", Text(offer.CallerVerification!, "status"));
        Assert.Equal(scenario.Call.Person.Name, Text(offer.CallerVerification!, "name"));
    }

    [Fact]
    public async Task A_telephone_hears_the_name_whispered()
    {
        var (offer, scenario) = await AnsweredAsync("agent-busy");

        Assert.Equal(AgentKind.Number, offer.Kind);
        Assert.Contains(scenario.Call.Person.Name, offer.Whisper, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("declined-three-times", "declined", true)]
    [InlineData("expired", "expired", true)]
    [InlineData("zero-at-once", "skipped", false)]
    [InlineData("ignored-then-zero", "skipped", true)]
    [InlineData("nothing-pressed", "no_input", false)]
    [InlineData("wrong-number-three-times", "invalid_input", false)]
    [InlineData("provider-down", "unavailable", true)]
    [InlineData("provider-hangs", "unavailable", true)]
    [InlineData("wrong-person-in-token", "mismatch", true)]
    public async Task An_unverified_caller_comes_with_a_reason_and_without_a_name(string name, string reason, bool begun)
    {
        var (offer, _) = await AnsweredAsync(name);

        var verification = offer.CallerVerification!;
        Assert.Equal(begun ? ["status", "reason", "verification_id"] : ["status", "reason"], verification.Select(member => member.Key).ToArray());
        Assert.Equal(("unverified", reason), (Text(verification, "status"), Text(verification, "reason")));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_waiting_becomes_no_task_and_is_polled_for_no_more()
    {
        var story = await played.OfAsync("hang-up-while-waiting");

        Assert.Empty(Assert.Single(story.Result.Calls).Offers);
        Assert.Empty(story.LeftInStore);
    }

    [Theory]
    [InlineData("norwegian-approved")]
    [InlineData("swedish-approved")]
    [InlineData("both-eids-danish")]
    [InlineData("agent-busy")]
    [InlineData("wrong-person-in-token")]
    public async Task No_agent_is_told_a_national_id(string name)
    {
        var story = await played.OfAsync(name);

        var told = story.Result.Calls.SelectMany(call => call.Offers).Select(offer => $"{offer.Address} {offer.CallerVerification?.ToJsonString()} {offer.Whisper}").ToList();
        Assert.NotEmpty(told);
        Assert.All(told, text => Assert.DoesNotContain(story.Result.Scenario.Call.Person.NationalId, text, StringComparison.Ordinal));
    }

    private static void AssertVerified(JsonObject verification, Scenario scenario, string eid, string acr)
    {
        Assert.Equal(
            scenario.Call.Person.IsNorwegian ? [.. Always, "name", "birthdate"] : [.. Always, "name"],
            verification.Select(member => member.Key).ToArray());
        Assert.Equal("verified", Text(verification, "status"));
        Assert.Matches("^[0-9a-f]{26}$", Text(verification, "verification_id"));
        Assert.Equal(eid, Text(verification, "eid"));
        Assert.Equal(acr, Text(verification, "acr"));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", Text(verification, "authenticated_at"));
        Assert.Equal(scenario.Call.Person.Subject, Text(verification, "subject"));
        Assert.Equal(scenario.Call.Person.Name, Text(verification, "name"));
        if (scenario.Call.Person.IsNorwegian)
            Assert.Equal(scenario.Call.Person.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Text(verification, "birthdate"));
    }

    private async Task<(AgentOffer Offer, Scenario Scenario)> AnsweredAsync(string name)
    {
        var story = await played.OfAsync(name);
        return (Assert.Single(story.Result.Calls[0].Offers, offer => offer.Answered), story.Result.Scenario);
    }

    private static string Text(JsonObject verification, string member) => verification[member]!.ToString();
}
