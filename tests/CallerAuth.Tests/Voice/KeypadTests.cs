using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using CallerAuth.Voice;
using static CallerAuth.Calls.CallEvent;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Voice;

/// <summary>What each key means at each question.</summary>
public class KeypadTests
{
    private static readonly Line Line = Some.Line(line => (line.Languages, line.Eids) = (["nb-NO", "en-GB"], ["no-bankid", "se-bankid"]));

    [Theory]
    [InlineData("", "AnswerMissed { Miss = Nothing, Token = t }")]
    [InlineData("0", "AgentRequested { }")]
    [InlineData("1", "LanguageChosen { Language = nb-NO }")]
    [InlineData("2", "LanguageChosen { Language = en-GB }")]
    [InlineData("3", "AnswerMissed { Miss = Wrong, Token = t }")]
    [InlineData("9", "AnswerMissed { Miss = Wrong, Token = t }")]
    [InlineData("*", "AnswerMissed { Miss = Wrong, Token = t }")]
    [InlineData("#", "AnswerMissed { Miss = Wrong, Token = t }")]
    [InlineData("A", "AnswerMissed { Miss = Wrong, Token = t }")]
    [InlineData("12", "AnswerMissed { Miss = Wrong, Token = t }")]
    [InlineData("00", "AnswerMissed { Miss = Wrong, Token = t }")]
    [InlineData("١", "AnswerMissed { Miss = Wrong, Token = t }")]
    public void At_the_language_menu(string keys, string happened) =>
        Assert.Equal(happened, Keypad.Language(Some.Call(new ChoosingLanguage(Tries.None)), Line, Webhook.Digits(keys, "t"))?.ToString());

    [Theory]
    [InlineData("", "AnswerMissed { Miss = Nothing, Token = t }")]
    [InlineData("0", "AgentRequested { }")]
    [InlineData("1", "Accepted { }")]
    [InlineData("2", "LanguageChosen { Language = nb-NO }")]
    [InlineData("3", "LanguageChosen { Language = en-GB }")]
    [InlineData("4", "AnswerMissed { Miss = Wrong, Token = t }")]
    public void At_the_presentation_of_a_call_of_ours(string keys, string happened) =>
        Assert.Equal(happened, Keypad.Presentation(Some.PlacedCall(new Presenting(Tries.None)), Line, Webhook.Digits(keys, "t"))?.ToString());

    [Theory]
    [InlineData("", "AnswerMissed { Miss = Nothing, Token = t }")]
    [InlineData("0", "AgentRequested { }")]
    [InlineData("1", "EIdChosen { EId = no-bankid }")]
    [InlineData("2", "EIdChosen { EId = se-bankid }")]
    [InlineData("3", "AnswerMissed { Miss = Wrong, Token = t }")]
    public void At_the_eID_menu(string keys, string happened) =>
        Assert.Equal(happened, Keypad.EId(Some.Call(new ChoosingEId(Tries.None)), Line, Webhook.Digits(keys, "t"))?.ToString());

    [Theory]
    [InlineData("", "AnswerMissed { Miss = Nothing, Token = t }")]
    [InlineData("0", "AgentRequested { }")]
    [InlineData("1", "RetryChosen { }")]
    [InlineData("2", "AnswerMissed { Miss = Wrong, Token = t }")]
    public void At_the_offer_of_another_attempt(string keys, string happened) =>
        Assert.Equal(happened, Keypad.RetryOffer(Some.Call(new OfferingRetry(Some.Id, UnverifiedReason.Declined, Tries.None)), Webhook.Digits(keys, "t"))?.ToString());

    [Theory]
    [InlineData("", null)]
    [InlineData("9", null)]
    [InlineData("1", null)]
    [InlineData("*", null)]
    [InlineData("00", null)]
    [InlineData("0", "AgentRequested { }")]
    public void While_waiting(string keys, string? happened)
    {
        Assert.Equal(happened, Keypad.Waiting(Some.Call(Starting(CallSamples.Later)), Webhook.Digits(keys), Some.Now)?.ToString());
        Assert.Equal(happened, Keypad.Waiting(Some.Call(Awaiting(CallSamples.Later)), Webhook.Digits(keys), Some.Now)?.ToString());
    }

    [Fact]
    public void While_waiting_past_the_deadline_the_time_is_up_unless_0_was_pressed()
    {
        Assert.IsType<DeadlinePassed>(Keypad.Waiting(Some.Call(Starting(Some.Now)), Webhook.Digits(""), Some.Now));
        Assert.IsType<DeadlinePassed>(Keypad.Waiting(Some.Call(Awaiting(Some.Now)), Webhook.Digits("9"), Some.Now));
        Assert.IsType<AgentRequested>(Keypad.Waiting(Some.Call(Awaiting(Some.Now)), Webhook.Digits("0"), Some.Now));
    }

    [Fact]
    public void Keys_for_a_question_that_is_no_longer_asked_mean_nothing()
    {
        foreach (var (_, call) in CallSamples.All)
        {
            foreach (var keys in new[] { "", "0", "1", "9" })
            {
                var webhook = Webhook.Digits(keys);
                Assert.Equal(call.State is ChoosingLanguage, Keypad.Language(call, Line, webhook) is not null);
                Assert.Equal(call.State is Presenting, Keypad.Presentation(call, Line, webhook) is not null);
                Assert.Equal(call.State is ChoosingEId, Keypad.EId(call, Line, webhook) is not null);
                Assert.Equal(call.State is OfferingRetry, Keypad.RetryOffer(call, webhook) is not null);
                if (call.State is not (StartingVerification or AwaitingApproval))
                    Assert.Null(Keypad.Waiting(call, webhook, CallSamples.Later));
            }
        }
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("", false)]
    [InlineData("00", false)]
    [InlineData("03851598730", false)]
    public void Instead_of_a_number_0_must_stand_alone(string keys, bool isAgent) => Assert.Equal(isAgent, Keypad.IsAgent(keys));

    private static StartingVerification Starting(DateTimeOffset deadline) => new(Some.Id, deadline);

    private static AwaitingApproval Awaiting(DateTimeOffset deadline) => new(Some.Id, null, default, deadline);
}
