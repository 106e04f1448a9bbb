using System.Globalization;
using System.Text.Json;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Types;

namespace Twilio.Rest.Api.V2010.Account;

/// <summary>
/// A telephone call as Twilio's REST API shows it, and the requests that place, read and redirect one
/// (https://www.twilio.com/docs/voice/api/call-resource).
/// </summary>
public class CallResource
{
    private CallResource(JsonElement call)
    {
        Sid = Text(call, "sid");
        AccountSid = Text(call, "account_sid");
        ParentCallSid = Text(call, "parent_call_sid");
        To = Text(call, "to");
        From = Text(call, "from");
        ForwardedFrom = Text(call, "forwarded_from");
        CallerName = Text(call, "caller_name");
        Direction = Text(call, "direction");
        AnsweredBy = Text(call, "answered_by");
        Duration = Text(call, "duration");
        Uri = Text(call, "uri");
        if (Text(call, "status") is { } status)
            Status = status;
        DateCreated = Date(call, "date_created");
        DateUpdated = Date(call, "date_updated");
        StartTime = Date(call, "start_time");
        EndTime = Date(call, "end_time");
    }

    public string? Sid { get; }

    public string? AccountSid { get; }

    public string? ParentCallSid { get; }

    public string? To { get; }

    public string? From { get; }

    public string? ForwardedFrom { get; }

    public string? CallerName { get; }

    public string? Direction { get; }

    public string? AnsweredBy { get; }

    public string? Duration { get; }

    public string? Uri { get; }

    public StatusEnum? Status { get; }

    public DateTime? DateCreated { get; }

    public DateTime? DateUpdated { get; }

    public DateTime? StartTime { get; }

    public DateTime? EndTime { get; }

    /// <summary>Places a call. Where it goes on is said by one of <c>url</c>, <c>twiml</c> and <c>applicationSid</c>.</summary>
    public static Task<CallResource> CreateAsync(
        IEndpoint to,
        IEndpoint from,
        string? pathAccountSid = null,
        Uri? url = null,
        Twiml? twiml = null,
        string? applicationSid = null,
        HttpMethod? method = null,
        Uri? fallbackUrl = null,
        HttpMethod? fallbackMethod = null,
        Uri? statusCallback = null,
        List<string>? statusCallbackEvent = null,
        HttpMethod? statusCallbackMethod = null,
        string? sendDigits = null,
        int? timeout = null,
        bool? record = null,
        string? recordingChannels = null,
        string? recordingStatusCallback = null,
        HttpMethod? recordingStatusCallbackMethod = null,
        string? sipAuthUsername = null,
        string? sipAuthPassword = null,
        string? machineDetection = null,
        int? machineDetectionTimeout = null,
        List<string>? recordingStatusCallbackEvent = null,
        string? trim = null,
        string? callerId = null,
        int? machineDetectionSpeechThreshold = null,
        int? machineDetectionSpeechEndThreshold = null,
        int? machineDetectionSilenceTimeout = null,
        string? asyncAmd = null,
        Uri? asyncAmdStatusCallback = null,
        HttpMethod? asyncAmdStatusCallbackMethod = null,
        string? byoc = null,
        string? callReason = null,
        string? callToken = null,
        string? recordingTrack = null,
        int? timeLimit = null,
        Uri? clientNotificationUrl = null,
        ITwilioRestClient? client = null)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(from);
        var fields = new FormFields()
            .Add("To", to.ToString())
            .Add("From", from.ToString())
            .Add("Url", url)
            .Add("Twiml", twiml)
            .Add("ApplicationSid", applicationSid)
            .Add("Method", method)
            .Add("FallbackUrl", fallbackUrl)
            .Add("FallbackMethod", fallbackMethod)
            .Add("StatusCallback", statusCallback)
            .Add("StatusCallbackEvent", statusCallbackEvent)
            .Add("StatusCallbackMethod", statusCallbackMethod)
            .Add("SendDigits", sendDigits)
            .Add("Timeout", timeout)
            .Add("Record", record)
            .Add("RecordingChannels", recordingChannels)
            .Add("RecordingStatusCallback", recordingStatusCallback)
            .Add("RecordingStatusCallbackMethod", recordingStatusCallbackMethod)
            .Add("SipAuthUsername", sipAuthUsername)
            .Add("SipAuthPassword", sipAuthPassword)
            .Add("MachineDetection", machineDetection)
            .Add("MachineDetectionTimeout", machineDetectionTimeout)
            .Add("RecordingStatusCallbackEvent", recordingStatusCallbackEvent)
            .Add("Trim", trim)
            .Add("CallerId", callerId)
            .Add("MachineDetectionSpeechThreshold", machineDetectionSpeechThreshold)
            .Add("MachineDetectionSpeechEndThreshold", machineDetectionSpeechEndThreshold)
            .Add("MachineDetectionSilenceTimeout", machineDetectionSilenceTimeout)
            .Add("AsyncAmd", asyncAmd)
            .Add("AsyncAmdStatusCallback", asyncAmdStatusCallback)
            .Add("AsyncAmdStatusCallbackMethod", asyncAmdStatusCallbackMethod)
            .Add("Byoc", byoc)
            .Add("CallReason", callReason)
            .Add("CallToken", callToken)
            .Add("RecordingTrack", recordingTrack)
            .Add("TimeLimit", timeLimit)
            .Add("ClientNotificationUrl", clientNotificationUrl);
        return SendAsync(HttpMethod.Post, "/Calls.json", pathAccountSid, fields, client);
    }

    public static Task<CallResource> FetchAsync(string pathSid, string? pathAccountSid = null, ITwilioRestClient? client = null) =>
        SendAsync(HttpMethod.Get, CallPath(pathSid), pathAccountSid, new FormFields(), client);

    /// <summary>
    /// Changes a call that is under way: a new document by <c>url</c> or <c>twiml</c>, or its end by <c>status</c>.
    /// Error 21220 means that it had already ended.
    /// </summary>
    public static Task<CallResource> UpdateAsync(
        string pathSid,
        string? pathAccountSid = null,
        Uri? url = null,
        HttpMethod? method = null,
        UpdateStatusEnum? status = null,
        Uri? fallbackUrl = null,
        HttpMethod? fallbackMethod = null,
        Uri? statusCallback = null,
        HttpMethod? statusCallbackMethod = null,
        Twiml? twiml = null,
        int? timeLimit = null,
        ITwilioRestClient? client = null)
    {
        var fields = new FormFields()
            .Add("Url", url)
            .Add("Method", method)
            .Add("Status", status)
            .Add("FallbackUrl", fallbackUrl)
            .Add("FallbackMethod", fallbackMethod)
            .Add("StatusCallback", statusCallback)
            .Add("StatusCallbackMethod", statusCallbackMethod)
            .Add("Twiml", twiml)
            .Add("TimeLimit", timeLimit);
        return SendAsync(HttpMethod.Post, CallPath(pathSid), pathAccountSid, fields, client);
    }

    public static CallResource FromJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new CallResource(document.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new ApiException("Twilio's answer was not a call", unreadable);
        }
    }

    private static async Task<CallResource> SendAsync(
        HttpMethod method, string path, string? pathAccountSid, FormFields fields, ITwilioRestClient? client)
    {
        if (client is null)
            throw new AuthenticationException("No client is kept here for everybody: pass the ITwilioRestClient that AddTwilioClient registers.");
        var account = System.Uri.EscapeDataString(pathAccountSid ?? client.AccountSid);
        var request = new Request(method, Domain.Api, $"/2010-04-01/Accounts/{account}{path}", postParams: fields.Fields);
        return FromJson((await client.RequestAsync(request)).Content);
    }

    private static string CallPath(string sid)
    {
        ArgumentException.ThrowIfNullOrEmpty(sid);
        return $"/Calls/{System.Uri.EscapeDataString(sid)}.json";
    }

    private static string? Text(JsonElement call, string name) =>
        call.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Times in this part of the API are RFC 2822, such as "Tue, 31 Aug 2010 20:36:28 +0000".</summary>
    private static DateTime? Date(JsonElement call, string name) =>
        DateTimeOffset.TryParseExact(
            Text(call, name), "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.UtcDateTime
            : null;

    public sealed class StatusEnum : StringEnum
    {
        public static readonly StatusEnum Queued = new("queued");
        public static readonly StatusEnum Ringing = new("ringing");
        public static readonly StatusEnum InProgress = new("in-progress");
        public static readonly StatusEnum Completed = new("completed");
        public static readonly StatusEnum Busy = new("busy");
        public static readonly StatusEnum Failed = new("failed");
        public static readonly StatusEnum NoAnswer = new("no-answer");
        public static readonly StatusEnum Canceled = new("canceled");

        private StatusEnum(string value)
            : base(value)
        {
        }

        public static implicit operator StatusEnum(string value) => new(value);
    }

    public sealed class UpdateStatusEnum : StringEnum
    {
        public static readonly UpdateStatusEnum Canceled = new("canceled");
        public static readonly UpdateStatusEnum Completed = new("completed");

        private UpdateStatusEnum(string value)
            : base(value)
        {
        }

        public static implicit operator UpdateStatusEnum(string value) => new(value);
    }
}
