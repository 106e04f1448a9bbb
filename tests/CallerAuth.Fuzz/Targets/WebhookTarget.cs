using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CallerAuth.Fuzz.Targets;

/// <summary>A webhook by anybody, and the same with a good signature: lines of content type, query and signature, then the body.</summary>
internal static class WebhookTarget
{
    private const string BaseUrl = "https://callers.example";
    private const string Path = "/voice/national-id";
    private const int LongestValue = 256;

    private static readonly CallingNumberHasher CallingNumbers = new(Options.Create(new PrivacyOptions { NationalIdHashKey = Convert.ToBase64String(new byte[32]) }));

    private static readonly TwilioGate Gate = new(Monitor(), Options.Create(new PublicOptions { PublicBaseUrl = BaseUrl }), new Refusals(TimeProvider.System, NullLogger<Refusals>.Instance));

    public static void Run(byte[] input)
    {
        var lines = new string[3];
        var start = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var end = Array.IndexOf(input, (byte)'\n', start);
            lines[i] = Encoding.Latin1.GetString(input, start, Math.Max(end - start, 0));
            start = end < 0 ? input.Length : end + 1;
        }

        Check(lines[0], lines[1], lines[2], input[start..]);
    }

    public static void Check(string contentType, string query, string signature, byte[] body)
    {
        Finding.Unless(!Passes(Request(contentType, query, signature, body)), "an unsigned request came in");
        if (!IsUrlEncoded(contentType) || FormOf(body) is not { } form)
            return;
        CheckAgainstTheFramework(form, body);

        var url = BaseUrl + Path + (query.Length > 0 ? new QueryString("?" + query).ToUriComponent() : "");
        var good = TwilioAddressTarget.Sign(url, form);
        var signed = Request(contentType, query, good, body);
        Finding.Unless(Passes(signed), "a signed request was refused");
        Finding.Unless(!Passes(Request(contentType, query, TwilioAddressTarget.Changed(good), body)), "a changed signature was accepted");
        CheckWebhook(VoiceWebhook.From(signed), VoiceWebhook.From(signed));
    }

    private static void CheckWebhook(VoiceWebhook webhook, VoiceWebhook again)
    {
        Finding.Unless(Values(webhook).All(value => value.Length <= LongestValue), "a value longer than any of Twilio's");
        Finding.Unless(Values(webhook).SequenceEqual(Values(again), StringComparer.Ordinal), "a form that is read differently the second time");
        Finding.Unless(webhook.QueueTime >= TimeSpan.Zero, "a wait that ended before it began");
        foreach (var sid in new[] { webhook.CallSid, webhook.ParentCallSid })
            Finding.Unless(sid.Length == 0 || (sid.Length == 34 && sid.StartsWith("CA", StringComparison.Ordinal) && sid[2..].All(char.IsAsciiHexDigit)), "a CallSid that is none");
        _ = AgentLeg.EventOf(webhook);
        CheckCaller(webhook.CallingNumber, webhook.To);
    }

    private static void CheckCaller(string callingNumber, string calledNumber)
    {
        var hash = CallingNumbers.Hash(callingNumber, calledNumber).Value;
        Finding.Unless(KeyedHash.IsWellFormed(hash), "a calling number without a hash");
        Finding.Unless(callingNumber.Length < 8 || !hash.Contains(callingNumber, StringComparison.Ordinal), "a calling number that can be read");
    }

    private static string[] Values(VoiceWebhook webhook) =>
        [webhook.CallSid, webhook.ParentCallSid, webhook.CallingNumber, webhook.To, webhook.CallStatus, webhook.Digits, webhook.DialCallStatus, webhook.QueueResult, webhook.IdempotencyToken ?? ""];

    private static bool Passes(HttpRequest request)
    {
        var passed = false;
        Gate.Before(_ =>
        {
            passed = true;
            return Task.CompletedTask;
        })(request.HttpContext).GetAwaiter().GetResult();
        return passed;
    }

    // Two readers of one form must not find different fields in it.
    private static void CheckAgainstTheFramework(WebhookForm form, byte[] body)
    {
        // The framework holds two names for one that differ in case alone, which Twilio does not, and makes a field without a name of nothing at all between two "&".
        if (FormByTheFramework(body) is not { } other || form.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != form.Count)
            return;
        Finding.Unless(Named(form).SequenceEqual(Named(other), StringComparer.Ordinal), "other fields than the framework finds");
        Finding.Unless(Named(form).All(name => form[name] == other[name]), "another value than the framework finds");
    }

    private static IEnumerable<string> Named(IFormCollection form) => form.Keys.Where(name => name.Length > 0).Order(StringComparer.Ordinal);

    private static IFormCollection? FormByTheFramework(byte[] body)
    {
        try
        {
            // It decodes in place.
            return new FormCollection(new FormPipeReader(PipeReader.Create(new ReadOnlySequence<byte>([.. body]))).ReadFormAsync().GetAwaiter().GetResult());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static WebhookForm? FormOf(byte[] body)
    {
        try
        {
            return new WebhookForm(new ReadOnlySequence<byte>(body));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Twilio sends no other form, so a signed one of another kind is not let in either.
    private static bool IsUrlEncoded(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static HttpRequest Request(string contentType, string query, string signature, byte[] body)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.Path = Path;
        request.QueryString = query.Length > 0 ? new QueryString("?" + query) : QueryString.Empty;
        request.ContentType = contentType;
        request.Headers["X-Twilio-Signature"] = signature;
        request.Body = new MemoryStream(body);
        return request;
    }

    private static IOptionsMonitor<TwilioOptions> Monitor() => new ServiceCollection()
        .Configure<TwilioOptions>(options => options.AuthToken = TwilioAddressTarget.AuthToken)
        .BuildServiceProvider()
        .GetRequiredService<IOptionsMonitor<TwilioOptions>>();
}
