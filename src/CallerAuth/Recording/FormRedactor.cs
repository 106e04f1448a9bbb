using System.Globalization;
using System.Text.Json.Nodes;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Voice;

namespace CallerAuth.Recording;

/// <summary>
/// What Twilio tells of a call, as far as an answer depends on it. A national ID becomes which one of the call's it was, by its keyed
/// hash; other digits become how many there were.
/// </summary>
internal sealed class FormRedactor(NationalIdHasher hasher, CallStore calls, TimeProvider time)
{
    /// <summary>Of a menu's key one learns nothing; of more digits, perhaps.</summary>
    private const int LongestMenuKey = 2;

    private const int LongestWord = 20;

    /// <summary>Seconds in a queue.</summary>
    private const int LongestNumber = 4;

    private static readonly string[] Kept = ["CallStatus", "Direction", "FinishedOnKey", "AnsweredBy", "DialCallStatus", "QueueResult", "QueueTime"];

    /// <returns>What may be written of the form, and whether a national ID was keyed.</returns>
    public async Task<(JsonObject Form, bool IsPerson)> RedactAsync(VoiceWebhook webhook, IFormCollection form, CallRecording recording)
    {
        var isAgents = webhook.ParentCallSid.Length > 0;
        var redacted = new JsonObject
        {
            ["From"] = isAgents ? "{caller}" : webhook.CallingNumber.StartsWith('+') ? "{caller}" : "{withheld}",
            ["To"] = isAgents ? "{agent}" : recording.Line is null ? "{other}" : "{line}",
        };
        if (isAgents)
            redacted["ParentCallSid"] = "{call}";
        foreach (var name in Kept.Where(form.ContainsKey))
            redacted[name] = Plain(form[name].ToString());
        var person = webhook.Digits.Length > LongestMenuKey ? await PersonAsync(webhook, recording) : null;
        if (form.ContainsKey("Digits"))
            redacted["Digits"] = person ?? Digits(webhook.Digits);
        return (redacted, person is not null);
    }

    private static string Digits(string digits) =>
        digits.Length <= LongestMenuKey ? Plain(digits) : string.Create(CultureInfo.InvariantCulture, $"{{digits:{digits.Length}}}");

    /// <returns>Null where the digits are no national ID of this call's eID.</returns>
    private async Task<string?> PersonAsync(VoiceWebhook webhook, CallRecording recording)
    {
        var line = recording.Line;
        var call = line is null ? null : await calls.FindAsync(webhook.CallSid);
        if (call is not null && line?.Find(call.EId) is { } eid
            && NationalId.TryParse(webhook.Digits, eid.NationalIdKind, line.Options.NationalIdRules, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), out var nationalId, out _))
            return string.Create(CultureInfo.InvariantCulture, $"{{{eid.NationalIdKind}:{recording.PersonOf(hasher.Hash(nationalId))}}}");
        return null;
    }

    // Twilio's own words are short and of letters; a key is one of twelve.
    private static string Plain(string value) =>
        (value.Length <= LongestWord && value.All(c => char.IsAsciiLetter(c) || c is '-' or '_' or '*' or '#')) || (value.Length <= LongestNumber && value.All(char.IsAsciiDigit)) ? value : "{other}";
}
