using CallerAuth.Calls;
using CallerAuth.Lines;

namespace CallerAuth.Voice;

/// <summary>
/// What keys mean, question by question. Each looks at where the call stands first: keys that answer a question which is no longer
/// asked mean nothing, so a late or doubled webhook cannot answer the next one.
/// </summary>
internal static class Keypad
{
    private const string Agent = "0";
    private const string Retry = "1";
    private const string Accept = "1";

    /// <summary>1 goes on; after it comes a key for each language of the line. Their keys do not depend on the language spoken, so a doubled webhook chooses nothing new.</summary>
    public static CallEvent? Presentation(Call call, Line line, VoiceWebhook webhook) => call.State is not CallState.Presenting
        ? null
        : Choice(webhook, [Accept, .. line.Options.Languages], chosen => chosen == Accept ? new CallEvent.Accepted() : new CallEvent.LanguageChosen(chosen));

    public static CallEvent? Language(Call call, Line line, VoiceWebhook webhook) => call.State is not CallState.ChoosingLanguage
        ? null
        : Choice(webhook, line.Options.Languages, language => new CallEvent.LanguageChosen(language));

    public static CallEvent? EId(Call call, Line line, VoiceWebhook webhook) => call.State is not CallState.ChoosingEId
        ? null
        : Choice(webhook, [.. line.EIds.Select(eid => eid.Name)], eid => new CallEvent.EIdChosen(eid));

    public static CallEvent? RetryOffer(Call call, VoiceWebhook webhook) => call.State is not CallState.OfferingRetry
        ? null
        : Choice(webhook, [Retry], _ => new CallEvent.RetryChosen());

    /// <summary>While waiting, only 0 changes anything; and where nobody tells of an end, the deadline does.</summary>
    public static CallEvent? Waiting(Call call, VoiceWebhook webhook, DateTimeOffset now) => call.State switch
    {
        CallState.StartingVerification or CallState.AwaitingApproval when webhook.Digits == Agent => new CallEvent.AgentRequested(),
        CallState.StartingVerification starting when now >= starting.Deadline => new CallEvent.DeadlinePassed(),
        CallState.AwaitingApproval awaiting when now >= awaiting.Deadline => new CallEvent.DeadlinePassed(),
        _ => null,
    };

    /// <summary>Whether the keys ask for a person instead of answering with a number. A number may begin with 0, so 0 must stand alone.</summary>
    public static bool IsAgent(string keys) => keys == Agent;

    private static CallEvent Choice(VoiceWebhook webhook, IReadOnlyList<string> choices, Func<string, CallEvent> chosen)
    {
        if (webhook.Digits.Length == 0)
            return new CallEvent.AnswerMissed(Miss.Nothing, webhook.IdempotencyToken);
        if (webhook.Digits == Agent)
            return new CallEvent.AgentRequested();
        var index = webhook.Digits.Length == 1 ? webhook.Digits[0] - '1' : -1;
        return index >= 0 && index < choices.Count ? chosen(choices[index]) : new CallEvent.AnswerMissed(Miss.Wrong, webhook.IdempotencyToken);
    }
}
