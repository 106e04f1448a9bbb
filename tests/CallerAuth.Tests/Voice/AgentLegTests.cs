using CallerAuth.Calls;
using CallerAuth.Voice;

namespace CallerAuth.Tests.Voice;

/// <summary>Every value that Twilio documents for DialCallStatus (voice/twiml/dial) and QueueResult (voice/twiml/enqueue).</summary>
public class AgentLegTests
{
    [Theory]
    [InlineData("completed", nameof(CallEvent.AgentLegEnded))]
    [InlineData("answered", nameof(CallEvent.AgentLegEnded))]
    [InlineData("busy", nameof(CallEvent.AgentLegFailed))]
    [InlineData("no-answer", nameof(CallEvent.AgentLegFailed))]
    [InlineData("failed", nameof(CallEvent.AgentLegFailed))]
    [InlineData("canceled", null)]
    [InlineData("something-new", null)]
    [InlineData("", null)]
    public void Of_a_dialled_destination(string status, string? happened) =>
        Assert.Equal(happened, AgentLeg.EventOf(Webhook.With("DialCallStatus", status))?.GetType().Name);

    [Theory]
    [InlineData("bridged", nameof(CallEvent.AgentLegEnded))]
    [InlineData("hangup", nameof(CallEvent.AgentLegEnded))]
    [InlineData("leave", nameof(CallEvent.AgentLegEnded))]
    [InlineData("error", nameof(CallEvent.AgentLegFailed))]
    [InlineData("system-error", nameof(CallEvent.AgentLegFailed))]
    [InlineData("queue-full", nameof(CallEvent.AgentLegFailed))]
    [InlineData("bridging-in-process", null)]
    [InlineData("redirected", null)]
    [InlineData("redirected-from-bridged", null)]
    [InlineData("", null)]
    public void Of_a_queue(string result, string? happened) =>
        Assert.Equal(happened, AgentLeg.EventOf(Webhook.With("QueueResult", result))?.GetType().Name);

    [Fact]
    public void News_of_a_failure_is_known_again_by_its_token() =>
        Assert.Equal(new CallEvent.AgentLegFailed("t"), AgentLeg.EventOf(Webhook.With([new("DialCallStatus", "busy")], "t")));
}
