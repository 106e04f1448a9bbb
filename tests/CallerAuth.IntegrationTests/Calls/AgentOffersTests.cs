using CallerAuth.Calls;
using CallerAuth.IntegrationTests.Stores;

namespace CallerAuth.IntegrationTests.Calls;

/// <summary>Who was whispered is who is bridged, whatever comes twice or late.</summary>
public class AgentOffersTests
{
    private readonly string _agent = Some.CallSid();
    private readonly string _caller = Some.CallSid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_question_that_comes_twice_has_the_same_answer(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);

        Assert.Null(await store.Offers.BeginAsync(_agent, "token-1"));
        Assert.Equal("", await store.Offers.BeginAsync(_agent, "token-1"));
        Assert.True(await store.Offers.OfferAsync(_agent, "token-1", _caller));
        Assert.Equal(_caller, await store.Offers.BeginAsync(_agent, "token-1"));
        Assert.Equal(_caller, await store.Offers.FindAsync(_agent));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_late_answer_to_an_old_question_does_not_change_whom_the_agent_gets(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await store.Offers.BeginAsync(_agent, "token-1");
        await store.Offers.BeginAsync(_agent, "token-2");
        await store.Offers.OfferAsync(_agent, "token-2", _caller);

        Assert.False(await store.Offers.OfferAsync(_agent, "token-1", Some.CallSid()));
        Assert.Equal(_caller, await store.Offers.FindAsync(_agent));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_new_question_makes_the_old_offer_void(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await store.Offers.BeginAsync(_agent, "token-1");
        await store.Offers.OfferAsync(_agent, "token-1", _caller);

        await store.Offers.BeginAsync(_agent, "token-2");

        Assert.Null(await store.Offers.FindAsync(_agent));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Of_two_agents_one_gets_the_caller_until_they_part(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var other = Some.CallSid();

        Assert.Equal(Meeting.Begun, await store.Offers.MeetAsync(_caller, _agent));
        Assert.Equal(Meeting.Known, await store.Offers.MeetAsync(_caller, _agent));
        Assert.Equal(Meeting.Taken, await store.Offers.MeetAsync(_caller, other));
        await store.Offers.PartAsync(_caller);
        Assert.Null(await store.Offers.AgentOfAsync(_caller));
        Assert.Equal(Meeting.Begun, await store.Offers.MeetAsync(_caller, other));
    }
}
