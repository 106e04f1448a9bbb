using CallerAuth.Calls;

namespace CallerAuth.Tests.Calls;

public class CallWaiterTests
{
    [Fact]
    public void A_call_is_found_again_by_what_it_signed_with()
    {
        Assert.True(CallWaiter.TryParse(CallWaiter.For(Some.CallSid), out var callSid));
        Assert.Equal(Some.CallSid, callSid);
    }

    [Theory]
    [InlineData("agent:17")]
    [InlineData("CA00000000000000000000000000000001")]
    [InlineData("")]
    public void Somebody_elses_signature_is_no_call(string waiter) => Assert.False(CallWaiter.TryParse(waiter, out _));
}
