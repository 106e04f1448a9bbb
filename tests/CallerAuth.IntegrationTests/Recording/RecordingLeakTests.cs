using CallerAuth.IntegrationTests.Privacy;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.IntegrationTests.Recording;

/// <summary>A recording tells of a call and not of its caller.</summary>
public class RecordingLeakTests
{
    [Theory]
    [InlineData("norwegian-approved")]
    [InlineData("swedish-approved")]
    [InlineData("both-eids-danish")]
    [InlineData("agent-busy")]
    [InlineData("wrong-number-then-right")]
    public async Task It_holds_nothing_of_a_person(string story)
    {
        var (recording, world, _, result, directory) = await RecordedStories.RecordAsync(story, TestContext.Current.CancellationToken);
        await using var closing = world;
        Directory.Delete(directory, recursive: true);

        var person = result.Scenario.Call.Person;
        var call = result.Calls[0];
        Canary[] secrets =
        [
            Canary.OfNationalId(person.NationalId),
            Canary.OfWords("name", person.Name),
            Canary.Of("subject", person.Subject.Trim('{', '}')),
            Canary.OfCallingNumber(call.Parties.From),
            Canary.Of("CallSid", call.Sid),
            .. world.Simulator.Provider.Orders.Select(order => Canary.Of("auth_req_id", order.AuthReqId)),
            .. world.Simulator.Provider.Orders.Select(order => order.Words).OfType<string>().Select(words => Canary.OfWords("words", words)),
        ];
        Assert.Contains("/voice/national-id", recording, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.Empty(secret.FormsIn(recording)));
        Assert.DoesNotContain(call.Parties.To, recording, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]{7,}", recording);
        Assert.NotEqual(0, call.Offers.Count(offer => offer.Kind is AgentKind.TaskRouter or AgentKind.Client or AgentKind.Sip or AgentKind.Number));
    }
}
