using Twilio.Http;
using Twilio.TwiML.Voice;

namespace Twilio.TwiML;

/// <summary>
/// What a voice webhook is answered with: the verbs Twilio carries out, one after another
/// (https://www.twilio.com/docs/voice/twiml).
/// </summary>
public class VoiceResponse() : Verb<VoiceResponse>("Response")
{
    public VoiceResponse Dial(
        string? number = null,
        Uri? action = null,
        HttpMethod? method = null,
        int? timeout = null,
        bool? hangupOnStar = null,
        int? timeLimit = null,
        string? callerId = null,
        Dial.RecordEnum? record = null,
        Dial.TrimEnum? trim = null,
        Uri? recordingStatusCallback = null,
        string? recordingConfigurationId = null,
        HttpMethod? recordingStatusCallbackMethod = null,
        IEnumerable<Dial.RecordingEventEnum>? recordingStatusCallbackEvent = null,
        bool? answerOnBridge = null,
        Dial.RingToneEnum? ringTone = null,
        Dial.RecordingTrackEnum? recordingTrack = null,
        bool? sequential = null,
        Uri? referUrl = null,
        HttpMethod? referMethod = null,
        Dial.EventsEnum? events = null) =>
        Append(new Dial(
            number,
            action,
            method,
            timeout,
            hangupOnStar,
            timeLimit,
            callerId,
            record,
            trim,
            recordingStatusCallback,
            recordingConfigurationId,
            recordingStatusCallbackMethod,
            recordingStatusCallbackEvent,
            answerOnBridge,
            ringTone,
            recordingTrack,
            sequential,
            referUrl,
            referMethod,
            events));

    public VoiceResponse Enqueue(
        string? name = null,
        Uri? action = null,
        int? maxQueueSize = null,
        HttpMethod? method = null,
        Uri? waitUrl = null,
        HttpMethod? waitUrlMethod = null,
        string? workflowSid = null) =>
        Append(new Enqueue(name, action, maxQueueSize, method, waitUrl, waitUrlMethod, workflowSid));

    public VoiceResponse Gather(
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
        bool? enhanced = null) =>
        Append(new Gather(
            input,
            action,
            method,
            timeout,
            speechTimeout,
            maxSpeechTime,
            profanityFilter,
            finishOnKey,
            numDigits,
            partialResultCallback,
            partialResultCallbackMethod,
            language,
            hints,
            bargeIn,
            debug,
            actionOnEmptyResult,
            speechModel,
            enhanced));

    public VoiceResponse Hangup() => Append(new Hangup());

    public VoiceResponse Leave() => Append(new Leave());

    public VoiceResponse Pause(int? length = null) => Append(new Pause(length));

    public VoiceResponse Play(Uri? url = null, int? loop = null, string? digits = null) => Append(new Play(url, loop, digits));

    public VoiceResponse Queue(
        string? name = null,
        Uri? url = null,
        HttpMethod? method = null,
        string? reservationSid = null,
        string? postWorkActivitySid = null) =>
        Append(new Queue(name, url, method, reservationSid, postWorkActivitySid));

    public VoiceResponse Redirect(Uri? url = null, HttpMethod? method = null) => Append(new Redirect(url, method));

    public VoiceResponse Refer(Uri? action = null, HttpMethod? method = null) => Append(new Refer(action, method));

    public VoiceResponse Reject(Reject.ReasonEnum? reason = null) => Append(new Reject(reason));

    public VoiceResponse Say(string? message = null, Say.VoiceEnum? voice = null, int? loop = null, Say.LanguageEnum? language = null) =>
        Append(new Say(message, voice, loop, language));
}
