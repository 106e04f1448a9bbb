using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Routing;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using static CallerAuth.Calls.CallState;
using static CallerAuth.Voice.CallQuestions;

namespace CallerAuth.Voice;

/// <summary>What the caller hears in each state; what asks something of them is in <see cref="CallQuestions"/>. Each method is one document; twiml-samples/ holds what they render.</summary>
internal sealed class CallScript(Speech speech, PublicUrls urls, AgentHandoff handoff)
{
    private readonly CallQuestions _questions = new(speech, urls);
    private readonly SameForAll _same = new();

    /// <summary>The document for where the call stands, whichever webhook asks.</summary>
    public VoiceResponse For(Call call, Line line) => call.State switch
    {
        Ringing => OutboundFault(line),
        Presenting asked => _questions.Presentation(call, line, asked.Tries),
        ChoosingLanguage asked => _same.Get(_questions, call, line, asked.Tries, static (questions, call, line, tries) => questions.LanguageMenu(call, line, tries)),
        ChoosingEId asked => _same.Get(_questions, call, line, asked.Tries, static (questions, call, line, tries) => questions.EIdMenu(call, line, tries)),
        CollectingNationalId asked => _same.Get(_questions, call, line, asked.Tries, static (questions, call, line, tries) => questions.NationalId(call, line, tries)),
        StartingVerification => OneMoment(call, line, PromptKey.OneMoment),
        AwaitingApproval awaiting => Words(call, line, awaiting),
        OfferingRetry offer => _questions.RetryOffer(call, line, offer),
        Verified or Unverified => Outcome(call, line),
        Ended ended => Farewell(call, line, ended),
        _ => throw new InvalidOperationException($"No words for {call.State.GetType().Name}."),
    };

    /// <summary>While the provider has not answered the start yet.</summary>
    public VoiceResponse StillOneMoment(Call call, Line line) => OneMoment(call, line, PromptKey.StillOneMoment);

    /// <summary>The first round of waiting: what to do in the app, then the words.</summary>
    public VoiceResponse Sent(Call call, Line line, AwaitingApproval awaiting)
    {
        var gather = OneKey(urls.HoldMusic, seconds: 1);
        speech.Say(gather, line.Options, call.Language, PromptKey.RequestSent);
        SayWords(gather, call, line, awaiting);
        speech.Say(gather, line.Options, call.Language, awaiting.Words is null ? PromptKey.RepeatOfferWithoutWords : PromptKey.RepeatOffer);
        gather.Play(urls.HoldAudio);
        return Document(gather);
    }

    /// <summary>A round of waiting that begins with the words.</summary>
    public VoiceResponse Words(Call call, Line line, AwaitingApproval awaiting)
    {
        var gather = OneKey(urls.HoldMusic, seconds: 1);
        SayWords(gather, call, line, awaiting);
        gather.Play(urls.HoldAudio);
        return Document(gather);
    }

    /// <summary>A round of waiting with music, so that nobody thinks the line is dead.</summary>
    public VoiceResponse HoldMusic(Call call, Line line)
    {
        var gather = OneKey(urls.Hold, seconds: 1);
        speech.Say(gather, line.Options, call.Language, PromptKey.Waiting);
        gather.Play(urls.HoldAudio);
        return Document(gather);
    }

    /// <summary>Heard by the agent alone, before the bridge; in the line's first language, which is the staff's.</summary>
    /// <param name="state">Where the call stands; null when nothing is known of it.</param>
    /// <param name="line">Its line.</param>
    /// <param name="initiator">Who placed it.</param>
    public VoiceResponse Whisper(CallState? state, Line line, CallInitiator initiator = CallInitiator.User)
    {
        var isOurs = initiator == CallInitiator.RelyingParty;
        var response = new VoiceResponse();
        var verification = state is null ? null : CallerVerification.Of(state, line.Options.Attributes);
        if (verification is not { IsVerified: true })
            speech.Say(response, line.Options, line.Language, isOurs ? PromptKey.WhisperCalledUnverified : PromptKey.WhisperUnverified);
        else if (verification["name"] is { Length: > 0 } name)
            speech.Say(response, line.Options, line.Language, isOurs ? PromptKey.WhisperCalledVerified : PromptKey.WhisperVerified, ("name", name));
        else
            speech.Say(response, line.Options, line.Language, isOurs ? PromptKey.WhisperCalledVerifiedNameless : PromptKey.WhisperVerifiedNameless);
        return response;
    }

    /// <summary>Heard by the caller alone, who talks with an agent. Twilio takes only what is spoken or played here.</summary>
    public VoiceResponse Announcement(Announcement announcement, Line line, string language)
    {
        var response = new VoiceResponse();
        SayWords(response, line.Options, language, announcement.Words, announcement.Step);
        return response;
    }

    /// <summary>Heard by callers in an agents' queue, for as long as they are in it.</summary>
    public VoiceResponse QueueMusic() => new VoiceResponse().Play(urls.HoldAudio, loop: 0);

    /// <summary>When nothing is known of the call but its line, because our store or the service itself failed: to an agent, unverified.</summary>
    public VoiceResponse Apology(Line line)
    {
        var response = new VoiceResponse();
        var to = line.Options.WhenUnverified;
        if (to.Kind == DestinationKind.Hangup)
            return SayGoodbye(response, line, line.Language, PromptKey.TechnicalFault);
        speech.Say(response, line.Options, line.Language, PromptKey.Apology);
        handoff.Append(response, to, CallerVerification.Unverified(UnverifiedReason.Error, verificationId: null));
        return response;
    }

    /// <summary>When an agent's leg failed and nothing is known of the call: trying on could go in circles.</summary>
    public VoiceResponse NobodyAvailable(Line line) =>
        SayGoodbye(new VoiceResponse(), line, line.Language, PromptKey.NobodyAvailable);

    /// <summary>A call of ours that cannot go on, or of which nothing is known: the person has asked for nothing, so it ends.</summary>
    public VoiceResponse OutboundFault(Line line)
    {
        var response = new VoiceResponse();
        speech.Say(response, line.Options, line.Language, PromptKey.TechnicalFault);
        speech.Say(response, line.Options, line.Language, PromptKey.OutboundGoodbye);
        return response.Hangup();
    }

    /// <summary>What the app shows beside the question.</summary>
    public static PromptKey BindingMessage(CallInitiator initiator) =>
        initiator == CallInitiator.User ? PromptKey.BindingMessage : PromptKey.OutboundBindingMessage;

    private VoiceResponse OneMoment(Call call, Line line, PromptKey words)
    {
        var gather = OneKey(urls.Sent, seconds: 1);
        speech.Say(gather, line.Options, call.Language, words);
        return Document(gather);
    }

    private VoiceResponse Outcome(Call call, Line line)
    {
        var response = new VoiceResponse();
        var (verified, leg) = call.State switch
        {
            Verified state => (true, state.Handoff.Leg),
            Unverified state => (false, state.Handoff.Leg),
            _ => throw new InvalidOperationException("Only a call on its way to an agent has an outcome."),
        };
        var to = verified && leg == 0 ? line.Options.WhenVerified : line.Options.WhenUnverified;
        if (leg > 0)
            speech.Say(response, line.Options, call.Language, PromptKey.AgentUnavailableTryingAnother);
        else
            SayEnding(response, call, line, to.Kind == DestinationKind.Hangup);
        handoff.Append(response, to, CallerVerification.Of(call.State, line.Options.Attributes));
        return response;
    }

    private void SayEnding(VoiceResponse response, Call call, Line line, bool isGoodbye)
    {
        if (call.State is Unverified unverified)
        {
            if (unverified is { ReasonTold: false, Reason: not UnverifiedReason.Skipped })
                speech.Say(response, line.Options, call.Language, Ending(unverified.Reason));
            if (unverified is { ReasonTold: false, Reason: UnverifiedReason.Declined or UnverifiedReason.Cancelled or UnverifiedReason.Expired })
                speech.Say(response, line.Options, call.Language, PromptKey.NoMoreAttempts);
            speech.Say(response, line.Options, call.Language, isGoodbye ? Goodbye(call) : PromptKey.ConnectingUnverified);
            return;
        }

        speech.Say(response, line.Options, call.Language, PromptKey.Approved);
        speech.Say(response, line.Options, call.Language, isGoodbye ? Goodbye(call) : PromptKey.ConnectingVerified);
    }

    private VoiceResponse Farewell(Call call, Line line, Ended ended)
    {
        var response = new VoiceResponse();
        switch (ended.Reason)
        {
            case EndReason.NobodyAnswered:
                speech.Say(response, line.Options, call.Language, PromptKey.NobodyAvailable);
                speech.Say(response, line.Options, call.Language, Goodbye(call));
                break;
            case EndReason.NotAccepted:
                speech.Say(response, line.Options, call.Language, Goodbye(call));
                break;
            case EndReason.AnsweringMachine when call.Placed is { LeavesMessage: true }:
                speech.Say(response, line.Options, call.Language, PromptKey.OutboundVoicemail);
                break;
        }

        return response.Hangup();
    }

    private static PromptKey Goodbye(Call call) => call.Placed is null ? PromptKey.Goodbye : PromptKey.OutboundGoodbye;

    private VoiceResponse SayGoodbye(VoiceResponse response, Line line, string language, PromptKey before)
    {
        speech.Say(response, line.Options, language, before);
        speech.Say(response, line.Options, language, PromptKey.Goodbye);
        return response.Hangup();
    }

    private void SayWords(Gather gather, Call call, Line line, AwaitingApproval awaiting) => SayWords(gather, line.Options, call.Language, awaiting.Words, awaiting.Step);

    private void SayWords(TwiML document, LineOptions line, string language, string? pair, PendingStep step)
    {
        if (pair is null || !WordPair.TryParse(pair, out var words))
        {
            speech.Say(document, line, language, step switch
            {
                PendingStep.AskedWhetherExpected => PromptKey.ProgressAsked,
                PendingStep.Identifying => PromptKey.ProgressIdentifying,
                _ => PromptKey.ConfirmCallInApp,
            });
            return;
        }

        speech.Say(document, line, language, PromptKey.WordsBefore);
        Speech.SayWords(document, line, words);
        speech.Say(document, line, language, PromptKey.WordsAgain);
        Speech.SayWords(document, line, words);
        speech.Say(document, line, language, PromptKey.WordsWarning);
    }
}
