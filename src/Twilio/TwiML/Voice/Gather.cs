using Twilio.Http;
using Twilio.Types;

namespace Twilio.TwiML.Voice;

/// <summary>
/// Collects the keys a caller presses, or what they say, while the nested prompt plays, and posts them to <c>action</c>
/// (https://www.twilio.com/docs/voice/twiml/gather).
/// </summary>
public class Gather(
    IEnumerable<Gather.InputEnum>? input = null,
    Uri? action = null,
    HttpMethod? method = null,
    int? timeout = null,
    string? speechTimeout = null,
    int? maxSpeechTime = null,
    bool? profanityFilter = null,
    string? finishOnKey = null,
    int? numDigits = null,
    Uri? partialResultCallback = null,
    HttpMethod? partialResultCallbackMethod = null,
    Gather.LanguageEnum? language = null,
    string? hints = null,
    bool? bargeIn = null,
    bool? debug = null,
    bool? actionOnEmptyResult = null,
    string? speechModel = null,
    bool? enhanced = null) : Verb<Gather>("Gather")
{
    public IEnumerable<InputEnum>? Input { get; set; } = input;

    public Uri? Action { get; set; } = action;

    public HttpMethod? Method { get; set; } = method;

    public int? Timeout { get; set; } = timeout;

    public string? SpeechTimeout { get; set; } = speechTimeout;

    public int? MaxSpeechTime { get; set; } = maxSpeechTime;

    public bool? ProfanityFilter { get; set; } = profanityFilter;

    public string? FinishOnKey { get; set; } = finishOnKey;

    public int? NumDigits { get; set; } = numDigits;

    public Uri? PartialResultCallback { get; set; } = partialResultCallback;

    public HttpMethod? PartialResultCallbackMethod { get; set; } = partialResultCallbackMethod;

    public LanguageEnum? Language { get; set; } = language;

    public string? Hints { get; set; } = hints;

    public bool? BargeIn { get; set; } = bargeIn;

    public bool? Debug { get; set; } = debug;

    public bool? ActionOnEmptyResult { get; set; } = actionOnEmptyResult;

    public string? SpeechModel { get; set; } = speechModel;

    public bool? Enhanced { get; set; } = enhanced;

    public Gather Say(string? message = null, Say.VoiceEnum? voice = null, int? loop = null, Say.LanguageEnum? language = null) =>
        Append(new Say(message, voice, loop, language));

    public Gather Pause(int? length = null) => Append(new Pause(length));

    public Gather Play(Uri? url = null, int? loop = null, string? digits = null) => Append(new Play(url, loop, digits));

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("input", Input);
        attributes.Write("action", Action);
        attributes.Write("method", Method);
        attributes.Write("timeout", Timeout);
        attributes.Write("speechTimeout", SpeechTimeout);
        attributes.Write("maxSpeechTime", MaxSpeechTime);
        attributes.Write("profanityFilter", ProfanityFilter);
        attributes.Write("finishOnKey", FinishOnKey);
        attributes.Write("numDigits", NumDigits);
        attributes.Write("partialResultCallback", PartialResultCallback);
        attributes.Write("partialResultCallbackMethod", PartialResultCallbackMethod);
        attributes.Write("language", Language);
        attributes.Write("hints", Hints);
        attributes.Write("bargeIn", BargeIn);
        attributes.Write("debug", Debug);
        attributes.Write("actionOnEmptyResult", ActionOnEmptyResult);
        attributes.Write("speechModel", SpeechModel);
        attributes.Write("enhanced", Enhanced);
    }

    public sealed class InputEnum : StringEnum
    {
        public static readonly InputEnum Dtmf = new("dtmf");
        public static readonly InputEnum Speech = new("speech");

        private InputEnum(string value)
            : base(value)
        {
        }

        public static implicit operator InputEnum(string value) => new(value);
    }

    public sealed class LanguageEnum : StringEnum
    {
        private LanguageEnum(string value)
            : base(value)
        {
        }

        public static implicit operator LanguageEnum(string value) => new(value);
    }
}
