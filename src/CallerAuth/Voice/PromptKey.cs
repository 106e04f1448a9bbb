namespace CallerAuth.Voice;

/// <summary>Every line that a caller or an agent may hear, in the order of a call; the words are in <c>Prompts*.resx</c>.</summary>
internal enum PromptKey
{
    /// <summary>First words on a line with more than one language, before the language menu.</summary>
    MenuWelcome,

    /// <summary>One entry of the language menu, each spoken in its own language.</summary>
    LanguageChoice,

    /// <summary>First words in the chosen language: who answers, what happens now, and what we never ask for.</summary>
    Welcome,

    /// <summary>One entry of the menu of eIDs, on a line with more than one.</summary>
    EidChoice,

    /// <summary>The spoken name of Norwegian BankID, as it stands inside EidChoice.</summary>
    EidNoBankId,

    /// <summary>The spoken name of Swedish BankID, as it stands inside EidChoice.</summary>
    EidSeBankId,

    /// <summary>Last entry of a one-key menu: the way past BankID. Where a number is keyed, the Enter… lines say it themselves.</summary>
    AgentOffer,

    /// <summary>Asks for eleven digits; a number may begin with 0, so 0 alone needs the hash key (or a pause) after it.</summary>
    EnterFodselsnummer,

    /// <summary>Asks for twelve digits, on a line that takes no other form.</summary>
    EnterPersonnummer12,

    /// <summary>Asks for ten or twelve digits, ended by the hash key.</summary>
    EnterPersonnummer10,

    /// <summary>Nothing was pressed in a menu; the menu follows.</summary>
    ChoiceMissing,

    /// <summary>A key was pressed that the menu does not have; the menu follows.</summary>
    ChoiceWrong,

    /// <summary>No digits were keyed; the question follows.</summary>
    NumberMissing,

    /// <summary>Too few digits were keyed; the question follows.</summary>
    NumberIncomplete,

    /// <summary>The digits cannot be such a number. Never says why, nor whether a person exists; the question follows.</summary>
    NumberInvalid,

    /// <summary>Covers the two seconds in which the verification is started.</summary>
    OneMoment,

    /// <summary>The start takes longer than OneMoment lasts.</summary>
    StillOneMoment,

    /// <summary>The request waits in the app: open it, and the call does not end when the app is on the same phone.</summary>
    RequestSent,

    /// <summary>Norwegian BankID: directly before the word pair, which a Norwegian voice reads.</summary>
    WordsBefore,

    /// <summary>Norwegian BankID: between the two readings of the word pair.</summary>
    WordsAgain,

    /// <summary>Norwegian BankID: after the word pair. Other words in the app mean that the request is somebody else's.</summary>
    WordsWarning,

    /// <summary>Swedish BankID: the app asks about the call before it asks for the identity.</summary>
    ConfirmCallInApp,

    /// <summary>Norwegian BankID: after the words, before the hold music.</summary>
    RepeatOffer,

    /// <summary>Swedish BankID: after ConfirmCallInApp, before the hold music.</summary>
    RepeatOfferWithoutWords,

    /// <summary>Between two pieces of hold music, while the app has not answered.</summary>
    Waiting,

    /// <summary>The provider says that the app now asks whether the caller is on the phone with us.</summary>
    ProgressAsked,

    /// <summary>The provider says that only the identification itself remains.</summary>
    ProgressIdentifying,

    /// <summary>The identity is proven.</summary>
    Approved,

    /// <summary>After Approved, where the line leads to an agent.</summary>
    ConnectingVerified,

    /// <summary>The caller cancelled in the app, or chose the wrong words; the provider does not tell these apart.</summary>
    Declined,

    /// <summary>No answer came in the time that the provider, or the line, allows.</summary>
    Expired,

    /// <summary>BankID cannot be used, for whatever reason: one text for all, so that nobody learns who has BankID or is using it.</summary>
    Unavailable,

    /// <summary>Something of ours, or between us and the provider, failed.</summary>
    TechnicalFault,

    /// <summary>The answer does not prove the person who was asked for; says nothing of what did not agree.</summary>
    NotConfirmed,

    /// <summary>After an ending that may be tried again.</summary>
    RetryOffer,

    /// <summary>After an ending when the attempts with BankID are used up.</summary>
    NoMoreAttempts,

    /// <summary>A question was asked three times without an answer we could use.</summary>
    TooManyTries,

    /// <summary>Before the call goes to an agent without an identity.</summary>
    ConnectingUnverified,

    /// <summary>The agent did not answer, and the call goes to the next.</summary>
    AgentUnavailableTryingAnother,

    /// <summary>No agent can take the call; Goodbye follows.</summary>
    NobodyAvailable,

    /// <summary>Last words of a call that ends without an agent.</summary>
    Goodbye,

    /// <summary>Heard by the agent alone, before the bridge.</summary>
    WhisperVerified,

    /// <summary>Heard by the agent alone, when the identity has no name with it.</summary>
    WhisperVerifiedNameless,

    /// <summary>Heard by the agent alone. Begins unlike the other two, so that a half-heard whisper is not taken for them.</summary>
    WhisperUnverified,

    /// <summary>The same as WhisperVerified on a call of ours.</summary>
    WhisperCalledVerified,

    /// <summary>The same as WhisperVerifiedNameless on a call of ours.</summary>
    WhisperCalledVerifiedNameless,

    /// <summary>The same as WhisperUnverified on a call of ours.</summary>
    WhisperCalledUnverified,

    /// <summary>Heard by an agent who asks for the next caller of a queue; music follows, and the question again.</summary>
    QueueEmpty,

    /// <summary>Not heard but shown by the Swedish app, as binding_message: at most 100 characters with the name in it, and no advertising.</summary>
    BindingMessage,

    /// <summary>A call of ours: who calls, to whoever picks up.</summary>
    OutboundGreeting,

    /// <summary>A call of ours: why, where nothing else was said when it was placed. No word of what the matter is.</summary>
    OutboundReasonMatter,

    /// <summary>A call of ours: why, where the person had asked for it.</summary>
    OutboundReasonCallback,

    /// <summary>A call of ours: whoever doubts that it is us may hang up and call the line's number instead, and is never asked for a password or a code.</summary>
    OutboundCallBack,

    /// <summary>A call of ours: asks for the key that goes on; other languages follow.</summary>
    OutboundContinue,

    /// <summary>A call of ours: heard by an answering machine, where Outbound:AnsweringMachine says so. Names nobody.</summary>
    OutboundVoicemail,

    /// <summary>Last words of a call of ours that ends without an agent.</summary>
    OutboundGoodbye,

    /// <summary>The same as BindingMessage on a call of ours.</summary>
    OutboundBindingMessage,

    /// <summary>Our store is down, so nothing is known of the call: it goes straight to an agent.</summary>
    Apology,
}
