using System.Security.Cryptography;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using StackExchange.Redis;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>Answers every request with the same document: at once, after a check of the signature, or after one write to the store as well.</summary>
internal sealed class Yardstick : IAsyncDisposable
{
    /// <summary>As large as a sealed call in the middle of a conversation.</summary>
    private const int RecordBytes = 600;

    private const int KeepMilliseconds = 4 * 60 * 60 * 1000;

    /// <summary>KEYS record. ARGV expected version, next version, record, time to live in ms. Returns '' when written.</summary>
    private const string Save = """
        local version = redis.call('HGET', KEYS[1], 'version') or '0'
        if version ~= ARGV[1] then return redis.call('HGET', KEYS[1], 'call') or '-' end
        redis.call('HSET', KEYS[1], 'version', ARGV[2], 'call', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return ''
        """;

    private static readonly byte[] Document = """
        <?xml version="1.0" encoding="utf-8"?><Response><Gather input="dtmf" action="https://callerauth.example/voice/national-id" method="POST" timeout="8" finishOnKey="#" numDigits="11" actionOnEmptyResult="true"><Say voice="Polly.Ida-Neural" language="nb-NO">Tast inn fødselsnummeret ditt, elleve siffer. Tast null for å snakke med en kundebehandler uten å bekrefte hvem du er.</Say></Gather></Response>
        """u8.ToArray();

    private readonly byte[] _record = RandomNumberGenerator.GetBytes(RecordBytes);
    private readonly ConnectionMultiplexer? _store;
    private readonly bool _checks;

    private Yardstick(ConnectionMultiplexer? store, bool checks)
    {
        _store = store;
        _checks = checks;
    }

    public static async Task<Yardstick> OpenAsync(string kind, string store) =>
        new(kind == "round-trip" ? await ConnectionMultiplexer.ConnectAsync(store) : null, kind != "bare");

    public async Task AnswerAsync(HttpContext context)
    {
        if (_checks && !await IsSignedAsync(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.ContentType = "application/xml";
        context.Response.ContentLength = Document.Length;
        await context.Response.Body.WriteAsync(Document, context.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
    }

    // The version never moves, so that every request writes.
    private async Task<bool> IsSignedAsync(HttpRequest request)
    {
        var read = await request.BodyReader.ReadAsync();
        while (!read.IsCompleted)
        {
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await request.BodyReader.ReadAsync();
        }

        using var form = new WebhookForm(read.Buffer);
        request.BodyReader.AdvanceTo(read.Buffer.End);
        if (!TwilioSignature.IsValid(SignedRequest.Key, CallSteps.PublicBaseUrl + request.Path.Value, form, request.Headers["X-Twilio-Signature"]))
            return false;
        if (_store is not null)
            await _store.GetDatabase().ScriptEvaluateAsync(Save, [$"yardstick:{form["CallSid"]}"], ["0", "0", _record, KeepMilliseconds]);
        return true;
    }
}
