using System.Text.Json;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;

namespace Twilio.Rest.Api.V2010.Account.Conference;

/// <summary>
/// A call that takes part in a conference, and the request that changes how (https://www.twilio.com/docs/voice/api/conference-participant-resource).
/// </summary>
public class ParticipantResource
{
    private ParticipantResource(JsonElement participant)
    {
        CallSid = Text(participant, "call_sid");
        ConferenceSid = Text(participant, "conference_sid");
    }

    public string? CallSid { get; }

    public string? ConferenceSid { get; }

    /// <summary>With <paramref name="announceUrl"/> the participant, and nobody else, hears that document and stays in the conference.</summary>
    public static async Task<ParticipantResource> UpdateAsync(
        string pathConferenceSid,
        string pathCallSid,
        string? pathAccountSid = null,
        bool? muted = null,
        bool? hold = null,
        Uri? holdUrl = null,
        HttpMethod? holdMethod = null,
        Uri? announceUrl = null,
        HttpMethod? announceMethod = null,
        Uri? waitUrl = null,
        HttpMethod? waitMethod = null,
        bool? beepOnExit = null,
        bool? endConferenceOnExit = null,
        bool? coaching = null,
        string? callSidToCoach = null,
        ITwilioRestClient? client = null)
    {
        if (client is null)
            throw new AuthenticationException("No client is kept here for everybody: pass the ITwilioRestClient that AddTwilioClient registers.");
        ArgumentException.ThrowIfNullOrEmpty(pathConferenceSid);
        ArgumentException.ThrowIfNullOrEmpty(pathCallSid);
        var fields = new FormFields()
            .Add("Muted", muted)
            .Add("Hold", hold)
            .Add("HoldUrl", holdUrl)
            .Add("HoldMethod", holdMethod)
            .Add("AnnounceUrl", announceUrl)
            .Add("AnnounceMethod", announceMethod)
            .Add("WaitUrl", waitUrl)
            .Add("WaitMethod", waitMethod)
            .Add("BeepOnExit", beepOnExit)
            .Add("EndConferenceOnExit", endConferenceOnExit)
            .Add("Coaching", coaching)
            .Add("CallSidToCoach", callSidToCoach);
        var path = $"/2010-04-01/Accounts/{Uri.EscapeDataString(pathAccountSid ?? client.AccountSid)}"
            + $"/Conferences/{Uri.EscapeDataString(pathConferenceSid)}/Participants/{Uri.EscapeDataString(pathCallSid)}.json";
        return FromJson((await client.RequestAsync(new Request(HttpMethod.Post, Domain.Api, path, postParams: fields.Fields))).Content);
    }

    public static ParticipantResource FromJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new ParticipantResource(document.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new ApiException("Twilio's answer was not a participant", unreadable);
        }
    }

    private static string? Text(JsonElement participant, string name) =>
        participant.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
