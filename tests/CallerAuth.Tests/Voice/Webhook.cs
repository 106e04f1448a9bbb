using System.Buffers;
using System.Text;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.Tests.Voice;

/// <summary>Webhooks as the framework hands them over, without a server.</summary>
internal static class Webhook
{
    public static VoiceWebhook With(string name, params string[] values) => With([new(name, new StringValues(values))]);

    public static VoiceWebhook Digits(string digits, string? token = null) => With([new("Digits", digits)], token);

    /// <summary>The form as it comes over the wire.</summary>
    public static WebhookForm Posted(IEnumerable<KeyValuePair<string, StringValues>> form) => Posted(string.Join(
        '&', form.SelectMany(field => field.Value.Select(value => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(value ?? "")}"))));

    public static WebhookForm Posted(string body) => new(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));

    public static VoiceWebhook With(KeyValuePair<string, StringValues>[] form, params string?[] tokens)
    {
        var request = new DefaultHttpContext().Request;
        request.Form = new FormCollection(form.ToDictionary(StringComparer.Ordinal));
        if (tokens is [not null, ..])
            request.Headers["I-Twilio-Idempotency-Token"] = new StringValues(tokens);
        return VoiceWebhook.From(request);
    }
}
