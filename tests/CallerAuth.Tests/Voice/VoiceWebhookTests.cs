using CallerAuth.Tests.Calls;

namespace CallerAuth.Tests.Voice;

public class VoiceWebhookTests
{
    private const string ParentSid = "CAabcdefABCDEF00000000000000000000";

    [Fact]
    public void The_parameters_are_read_under_Twilios_names()
    {
        var webhook = Webhook.With(
            [
                new("CallSid", Some.CallSid), new("ParentCallSid", ParentSid), new("To", "+4721000000"), new("CallStatus", "in-progress"),
                new("Digits", "123"), new("DialCallStatus", "busy"), new("QueueResult", "leave"), new("From", "anonymous"),
            ],
            "token");

        Assert.Equal(
            (Some.CallSid, ParentSid, "+4721000000", "in-progress", "123", "busy", "leave", "token"),
            (webhook.CallSid, webhook.ParentCallSid, webhook.To, webhook.CallStatus, webhook.Digits, webhook.DialCallStatus, webhook.QueueResult, webhook.IdempotencyToken));
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
        Assert.Equal(kept, Webhook.With("To", new string('1', sent)).To.Length);
        Assert.Equal(kept, Webhook.With([], new string('t', sent)).IdempotencyToken?.Length ?? 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CA1")]
    [InlineData("AC00000000000000000000000000000001")]
    [InlineData("CA0000000000000000000000000000000:")]
    [InlineData("CA../../../../../../../../../../..")]
    [InlineData("CA00000000000000000000000000000001\n")]
    public void A_CallSid_of_another_form_is_none(string sid)
    {
        Assert.Empty(Webhook.With("CallSid", sid).CallSid);
        Assert.Empty(Webhook.With("ParentCallSid", sid).ParentCallSid);
    }

    [Fact]
    public void A_webhook_does_not_print_what_was_keyed() =>
        Assert.DoesNotContain("123", ((object)Webhook.Digits("123")).ToString(), StringComparison.Ordinal);
}
