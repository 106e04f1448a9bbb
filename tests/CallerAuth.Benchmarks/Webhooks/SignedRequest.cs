using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>
/// One webhook as bytes, made once and then only told whose call it is: name and signature are written over in place, so that whoever
/// posts it costs the machine as little as can be. Of one connection alone.
/// </summary>
internal sealed class SignedRequest
{
    private const int CallSidLength = 34;
    private const int SignatureLength = 28;

    /// <summary>What Twilio signs with.</summary>
    public static readonly byte[] Key = Encoding.ASCII.GetBytes(CallSteps.AuthToken);

    private readonly byte[] _wire;
    private readonly byte[] _signed;
    private readonly int _callSidOnWire;
    private readonly int _callSidSigned;
    private readonly int _signature;
    private readonly int _token;

    public SignedRequest(int step, string path, string host, IReadOnlyList<(string Name, string Value)> fields)
    {
        var nobody = new string('x', CallSidLength);
        var own = fields.Select(field => field.Name == "CallSid" ? (field.Name, Value: nobody) : field).ToArray();
        var body = string.Join('&', own.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            POST {path} HTTP/1.1
            Host: {host}
            User-Agent: TwilioProxy/1.1
            Content-Type: application/x-www-form-urlencoded; charset=UTF-8
            Content-Length: {body.Length}
            Accept: */*
            X-Forwarded-Proto: https
            I-Twilio-Idempotency-Token: {nobody}{step}
            X-Twilio-Signature: {new string('s', SignatureLength)}


            """).ReplaceLineEndings("\r\n");
        _wire = Encoding.ASCII.GetBytes(head + body);
        _signature = head.IndexOf("X-Twilio-Signature: ", StringComparison.Ordinal) + "X-Twilio-Signature: ".Length;
        _callSidOnWire = head.Length + body.IndexOf(nobody, StringComparison.Ordinal);
        _token = head.IndexOf(nobody, StringComparison.Ordinal);
        var signed = CallSteps.PublicBaseUrl + path + string.Concat(own.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => field.Name + field.Value));
        _signed = Encoding.UTF8.GetBytes(signed);
        _callSidSigned = signed.IndexOf(nobody, StringComparison.Ordinal);
    }

    public ReadOnlyMemory<byte> For(string callSid)
    {
        Encoding.ASCII.GetBytes(callSid, _wire.AsSpan(_callSidOnWire));
        Encoding.ASCII.GetBytes(callSid, _wire.AsSpan(_token));
        Encoding.ASCII.GetBytes(callSid, _signed.AsSpan(_callSidSigned));
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Twilio signs with HMAC-SHA1.
        HMACSHA1.HashData(Key, _signed, hash);
#pragma warning restore CA5350
        System.Buffers.Text.Base64.EncodeToUtf8(hash, _wire.AsSpan(_signature, SignatureLength), out _, out _);
        return _wire;
    }
}
