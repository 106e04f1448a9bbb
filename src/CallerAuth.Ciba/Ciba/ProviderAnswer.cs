using System.Globalization;
using System.Text.Json;

namespace CallerAuth.Ciba;

/// <summary>One answer of the provider, read within bounds: a status and, where the body was one, a JSON object.</summary>
internal sealed record ProviderAnswer(int Status, JsonElement? Body, TimeSpan? RetryAfter, string? TraceId)
{
    private const int TooManyRequests = 429;
    private const int MaxErrorLength = 64;

    /// <summary>In place of a body: the answer that most polls get.</summary>
    public NotYet? NotYet { get; init; }

    public bool IsSuccess => Status == 200;

    /// <summary>
    /// The OAuth error (RFC 6749 §5.2), also from a provider that sends it with 200. Null on 5xx, which tells of the provider's own trouble whatever its body says.
    /// An error that is no plain word is not repeated: it may be anything.
    /// </summary>
    public string? Error => NotYet is { } notYet ? notYet.Error : Status >= 500 || TextOf("error") is not { } error
        ? null
        : error.Length is > 0 and <= MaxErrorLength && error.All(c => char.IsAsciiLetter(c) || c == '_') ? error : "unrecognised_error";

    public string? ErrorDescription => NotYet is { } notYet ? notYet.Description : TextOf("error_description");

    /// <summary>Whether this is trouble that passes, and not an answer to what was asked.</summary>
    public bool IsTrouble => Error is null or "server_error" or "temporarily_unavailable" || Status == TooManyRequests;

    /// <summary>Whether nothing can be done with it but to come again later: what counts against the provider.</summary>
    public bool IsUnavailable => Error switch
    {
        null => !IsSuccess || Body is null,
        Ciba.NotYet.AuthorizationPending or Ciba.NotYet.SlowDown => false,
        _ => IsTrouble,
    };

    /// <summary>What the answer was, for the log and for <c>Unavailable</c>.</summary>
    public string Description => Status switch
    {
        TooManyRequests => "too many requests",
        >= 300 and < 400 => $"HTTP {Status}, and redirects are not followed",
        _ when Body is null => $"HTTP {Status} without a JSON object",
        _ => $"HTTP {Status}",
    };

    /// <summary>Without the body, which may hold tokens.</summary>
    public override string ToString() => $"ProviderAnswer({Description})";

    public string? TextOf(string member) =>
        Body is { } body ? StrictJson.TextOf(body, member) : null;

    /// <summary>A number of seconds, also from the providers that write their numbers as strings.</summary>
    public double? SecondsOf(string member)
    {
        if (Body is not { } body || !body.TryGetProperty(member, out var value))
            return null;

        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : null;
    }
}
