using CallerAuth.Ciba;

namespace CallerAuth.Tests.Voice;

public class VoiceWebhookTests
{
    private const string Caller = "CA0123456789abcdef0123456789ABCDEF";
    private const string Parent = "CA00000000000000000000000000000001";

    [Fact]
    public void The_parameters_are_read_under_Twilios_names()
    {
        var webhook = Webhook.With(
            [
                new("CallSid", Caller), new("ParentCallSid", Parent), new("To", "+4721000000"), new("CallStatus", "in-progress"),
                new("Digits", "123"), new("DialCallStatus", "busy"), new("QueueResult", "leave"), new("From", "anonymous"),
            ],
            "token");

        Assert.Equal(
            (Caller, Parent, "anonymous", "+4721000000", "in-progress", "123", "busy", "leave", "token"),
            (webhook.CallSid, webhook.ParentCallSid, webhook.CallingNumber, webhook.To, webhook.CallStatus, webhook.Digits, webhook.DialCallStatus, webhook.QueueResult, webhook.IdempotencyToken));
    }

    [Theory]
    [InlineData("inbound", CallInitiator.User, "+4721000000")]
    [InlineData("outbound-dial", CallInitiator.User, "+4721000000")]
    [InlineData("", CallInitiator.User, "+4721000000")]
    [InlineData("outbound-api", CallInitiator.RelyingParty, "+46701740605")]
    internal void The_line_is_the_number_that_was_called_or_the_one_that_a_call_of_ours_shows(string direction, CallInitiator initiator, string line)
    {
        var webhook = Webhook.With([new("From", "+46701740605"), new("To", "+4721000000"), new("Direction", direction), new("AnsweredBy", "human")]);

        Assert.Equal((initiator, line, "human"), (webhook.Initiator, webhook.Line, webhook.AnsweredBy));
    }

    [Fact]
    public void What_is_not_sent_is_empty_and_a_token_that_is_not_sent_is_none()
    {
        var webhook = Webhook.With([]);

        Assert.Equal(("", "", "", ""), (webhook.CallSid, webhook.Digits, webhook.To, webhook.DialCallStatus));
        Assert.Null(webhook.IdempotencyToken);
    }

    [Fact]
    public void Of_a_repeated_parameter_the_first_counts() => Assert.Equal("1", Webhook.With("Digits", "1", "0").Digits);

    [Fact]
    public void Of_a_repeated_token_the_first_counts() => Assert.Equal("a", Webhook.With([], "a", "b").IdempotencyToken);

    [Theory]
    [InlineData(256, 256)]
    [InlineData(257, 0)]
    public void An_over_long_value_is_dropped_whole(int sent, int kept)
    {
        Assert.Equal(kept, Webhook.With("Digits", new string('1', sent)).Digits.Length);
        Assert.Equal(kept, Webhook.With("DialCallStatus", new string('A', sent)).DialCallStatus.Length);
        Assert.Equal(kept, Webhook.With([], new string('t', sent)).IdempotencyToken?.Length ?? 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CA1")]
    [InlineData("XX0123456789abcdef0123456789abcdef")]
    [InlineData("CA0123456789abcdef0123456789abcdeg")]
    [InlineData("CA0123456789abcdef0123456789abcdef0")]
    [InlineData("CA/../../../Messages.json?a=0123456")]
    [InlineData("CA0123456789abcdef0123456789abc\r\nx")]
    public void What_is_no_CallSid_is_none(string sent)
    {
        Assert.Equal("", Webhook.With("CallSid", sent).CallSid);
        Assert.Equal("", Webhook.With("ParentCallSid", sent).ParentCallSid);
    }

    [Fact]
    public void A_webhook_does_not_print_what_was_keyed() =>
        Assert.DoesNotContain("123", ((object)Webhook.Digits("123")).ToString(), StringComparison.Ordinal);
}
