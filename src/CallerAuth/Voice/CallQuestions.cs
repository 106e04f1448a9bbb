using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Lines;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Voice;

/// <summary>What callers are asked, one document for each question. Asked again, it begins with what was missed.</summary>
internal sealed class CallQuestions(Speech speech, PublicUrls urls)
{
    private const int SecondsToChoose = 5;

    /// <summary>Between two digits as well: people read long numbers off a card.</summary>
    private const int SecondsToKey = 8;

    /// <summary>Who calls, why, and the way out come before anything is asked: a person who is called has only our word for who we are.</summary>
    public VoiceResponse Presentation(Call call, Line line, Tries tries)
    {
        var gather = OneKey(urls.Presented, SecondsToChoose);
        if (tries.Last == Miss.None)
        {
            speech.Say(gather, line.Options, call.Language, PromptKey.OutboundGreeting);
            SayReason(gather, call, line);
            speech.Say(gather, line.Options, call.Language, PromptKey.OutboundCallBack, ("number", Speech.DigitByDigit(call.To)));
        }

        SayMiss(gather, call, line, tries);
        speech.Say(gather, line.Options, call.Language, PromptKey.OutboundContinue);
        for (var i = 0; i < line.Options.Languages.Count; i++)
        {
            if (line.Options.Languages[i] != call.Language)
                speech.Say(gather, line.Options, line.Options.Languages[i], PromptKey.LanguageChoice, ("key", Key(i + 1)));
        }

        return Document(gather);
    }

    public VoiceResponse LanguageMenu(Call call, Line line, Tries tries)
    {
        var gather = OneKey(urls.Language, SecondsToChoose);
        if (tries.Misses == 0)
            speech.Say(gather, line.Options, call.Language, PromptKey.MenuWelcome);
        SayMiss(gather, call, line, tries);
        for (var i = 0; i < line.Options.Languages.Count; i++)
            speech.Say(gather, line.Options, line.Options.Languages[i], PromptKey.LanguageChoice, ("key", Key(i)));
        return Document(gather);
    }

    public VoiceResponse EIdMenu(Call call, Line line, Tries tries)
    {
        var gather = OneKey(urls.EId, SecondsToChoose);
        if (tries.Misses == 0 && call.Placed is null)
            speech.Say(gather, line.Options, call.Language, PromptKey.Welcome);
        SayMiss(gather, call, line, tries);
        for (var i = 0; i < line.EIds.Count; i++)
            speech.Say(gather, line.Options, call.Language, PromptKey.EidChoice, ("eid", NameOf(line.EIds[i], call, line)), ("key", Key(i)));
        speech.Say(gather, line.Options, call.Language, PromptKey.AgentOffer);
        return Document(gather);
    }

    public VoiceResponse NationalId(Call call, Line line, Tries tries)
    {
        var eid = line.Find(call.EId) ?? line.EIds[0];
        var gather = new Gather(
            input: [Gather.InputEnum.Dtmf], action: urls.NationalId, method: HttpMethod.Post, timeout: SecondsToKey,
            finishOnKey: "#", numDigits: eid.NationalIdKind == NationalIdKind.Fodselsnummer ? 11 : 12, actionOnEmptyResult: true);
        if (tries.Misses == 0 && call.Attempts == 0 && line.EIds.Count == 1 && call.Placed is null)
            speech.Say(gather, line.Options, call.Language, PromptKey.Welcome);
        if (MissOf(tries, PromptKey.NumberMissing, PromptKey.NumberIncomplete, PromptKey.NumberInvalid) is { } miss)
            speech.Say(gather, line.Options, call.Language, miss);
        speech.Say(gather, line.Options, call.Language, Question(eid.NationalIdKind, line.Options));
        return Document(gather);
    }

    public VoiceResponse RetryOffer(Call call, Line line, CallState.OfferingRetry offer)
    {
        var gather = OneKey(urls.Retry, SecondsToChoose);
        if (offer.Tries.Misses == 0)
            speech.Say(gather, line.Options, call.Language, Ending(offer.Reason));
        SayMiss(gather, call, line, offer.Tries);
        speech.Say(gather, line.Options, call.Language, PromptKey.RetryOffer);
        return Document(gather);
    }

    /// <summary>What became of a try.</summary>
    public static PromptKey Ending(UnverifiedReason reason) => reason switch
    {
        UnverifiedReason.Declined or UnverifiedReason.Cancelled => PromptKey.Declined,
        UnverifiedReason.Expired => PromptKey.Expired,
        UnverifiedReason.Unavailable => PromptKey.Unavailable,
        UnverifiedReason.InvalidInput or UnverifiedReason.NoInput => PromptKey.TooManyTries,
        UnverifiedReason.Mismatch => PromptKey.NotConfirmed,
        _ => PromptKey.TechnicalFault,
    };

    /// <summary>No finishing key: a "#" pressed late, after a number of fixed length, would end this question unheard.</summary>
    public static Gather OneKey(Uri action, int seconds) => new(
        input: [Gather.InputEnum.Dtmf], action: action, method: HttpMethod.Post, timeout: seconds, finishOnKey: "", numDigits: 1, actionOnEmptyResult: true);

    public static VoiceResponse Document(Gather gather)
    {
        var response = new VoiceResponse();
        response.Append(gather);
        return response;
    }

    private void SayMiss(Gather gather, Call call, Line line, Tries tries)
    {
        if (MissOf(tries, PromptKey.ChoiceMissing, PromptKey.ChoiceWrong, PromptKey.ChoiceWrong) is { } miss)
            speech.Say(gather, line.Options, call.Language, miss);
    }

    private void SayReason(Gather gather, Call call, Line line)
    {
        if (call.Placed is { Reason: CallReason.Own, OwnReason: { } reason } placed)
            Speech.SayText(gather, line.Options, placed.ReasonLanguage, reason);
        else
            speech.Say(gather, line.Options, call.Language, call.Placed?.Reason == CallReason.Callback ? PromptKey.OutboundReasonCallback : PromptKey.OutboundReasonMatter);
    }

    private static PromptKey? MissOf(Tries tries, PromptKey nothing, PromptKey incomplete, PromptKey wrong) => tries.Last switch
    {
        Miss.Nothing => nothing,
        Miss.Incomplete => incomplete,
        Miss.Wrong => wrong,
        _ => null,
    };

    private string NameOf(EId eid, Call call, Line line) => eid.Name switch
    {
        "no-bankid" => speech.Text(line.Options, call.Language, PromptKey.EidNoBankId),
        "se-bankid" => speech.Text(line.Options, call.Language, PromptKey.EidSeBankId),
        _ => eid.SpokenName,
    };

    private static PromptKey Question(NationalIdKind kind, LineOptions line) => kind switch
    {
        NationalIdKind.Fodselsnummer => PromptKey.EnterFodselsnummer,
        _ => line.AllowTenDigitPersonnummer ? PromptKey.EnterPersonnummer10 : PromptKey.EnterPersonnummer12,
    };

    private static string Key(int index) => ((char)('1' + index)).ToString();
}
