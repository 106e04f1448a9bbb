using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace CallerAuth.Ciba;

/// <summary>
/// An id_token taken apart, with nothing checked but its form: three parts, strict base64url, JSON objects without a name that stands twice (a second one could hide the first from another reader).
/// </summary>
internal sealed class IdToken
{
    public const int MaxLength = 64 * 1024;

    private readonly JsonElement _header;
    private readonly JsonElement _payload;

    private IdToken(JsonElement header, JsonElement payload, byte[] signingInput, byte[] signature)
    {
        _header = header;
        _payload = payload;
        SigningInput = signingInput;
        Signature = signature;
    }

    public byte[] SigningInput { get; }

    public byte[] Signature { get; }

    public string? Algorithm => StrictJson.TextOf(_header, "alg");

    public string? KeyId => StrictJson.TextOf(_header, "kid");

    public string? Type => StrictJson.TextOf(_header, "typ");

    /// <summary>Extensions that must be understood (RFC 7515 §4.1.11); we understand none.</summary>
    public bool HasCriticalExtensions => _header.TryGetProperty("crit", out _);

    public IEnumerable<JsonProperty> Claims => _payload.EnumerateObject();

    public static bool TryParse(string text, [NotNullWhen(true)] out IdToken? token, [NotNullWhen(false)] out string? fault)
    {
        token = null;
        fault = null;

        if (text.Length > MaxLength)
            fault = "size";
        else if (text.Count(c => c == '.') is 4)
            fault = "encrypted";
        else if (text.Split('.') is not [var header, var payload, { Length: > 0 } signature] || !text.All(IsTokenCharacter))
            fault = "form";
        else if (Json(header) is not { } headerObject || Json(payload) is not { } payloadObject || Bytes(signature) is not { } signatureBytes)
            fault = "form";
        else
            token = new IdToken(headerObject, payloadObject, Encoding.ASCII.GetBytes($"{header}.{payload}"), signatureBytes);

        return token is not null;
    }

    public string? TextOf(string claim) => StrictJson.TextOf(_payload, claim);

    public bool Has(string claim) => _payload.TryGetProperty(claim, out _);

    /// <summary>Seconds since 1970 (RFC 7519 §2), fractions allowed; null where there is none or it is no number.</summary>
    public double? TimeOf(string claim) =>
        _payload.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && double.IsFinite(seconds) ? seconds : null;

    /// <summary>The audiences; empty where there is none or one of them is no text.</summary>
    public IReadOnlyList<string> Audiences()
    {
        if (!_payload.TryGetProperty("aud", out var aud))
            return [];
        if (aud.ValueKind == JsonValueKind.String)
            return [aud.GetString()!];
        return aud.ValueKind == JsonValueKind.Array && aud.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. aud.EnumerateArray().Select(one => one.GetString()!)]
            : [];
    }

    /// <summary>A claim by its name, else by a path of names with dots between.</summary>
    public JsonElement? Find(string path)
    {
        if (_payload.TryGetProperty(path, out var claim))
            return claim;

        var at = _payload;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }

        return at;
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';

    private static JsonElement? Json(string part) => Bytes(part) is { } bytes ? StrictJson.Object(bytes) : null;

    private static byte[]? Bytes(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
