using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CallerAuth.Simulator.Phone;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CallerAuth.Simulator.Wire;

/// <summary>Takes national IDs and tokens out of what is shown: the page may be on a projector, and a picture of it in an issue.</summary>
internal static partial class Mask
{
    private const int TokenShown = 12;

    private static readonly string[] PersonalClaims = ["socialno", "ssn"];

    public static string Field(string name, string value) => name switch
    {
        "Digits" => Transcript.Masked(value),
        "client_assertion" or "access_token" or "client_secret" => Shortened(value),
        _ => NationalId().Replace(value, match => $"••• ({match.Length} digits)"),
    };

    /// <summary>A JSON answer, indented; a token in it is opened, so that its claims can be read.</summary>
    public static string Json(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject body)
                return Field("", text);
            if (body["id_token"] is JsonValue token)
                body["id_token"] = Opened(token.ToString());
            if (body["access_token"] is JsonValue access)
                body["access_token"] = Shortened(access.ToString());
            return Field("", body.ToJsonString(Indented));
        }
        catch (System.Text.Json.JsonException)
        {
            return Field("", text);
        }
    }

    private static System.Text.Json.JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode Opened(string jwt)
    {
        var token = new JsonWebToken(jwt);
        var claims = (JsonObject)JsonNode.Parse(Base64(token.EncodedPayload))!;
        foreach (var claim in PersonalClaims.Where(claims.ContainsKey))
            claims[claim] = "•••";
        return new JsonObject { ["header"] = JsonNode.Parse(Base64(token.EncodedHeader)), ["claims"] = claims, ["signature"] = Shortened(token.EncodedSignature) };
    }

    private static byte[] Base64(string part) => Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(part);

    private static string Shortened(string secret) => secret.Length > TokenShown ? $"{secret[..TokenShown]}…" : secret;

    // Eleven or twelve digits that are no telephone number and no part of a longer word.
    [GeneratedRegex(@"(?<![+\w.-])[0-9]{11,12}(?![\w.-])", RegexOptions.None, 1000)]
    private static partial Regex NationalId();
}
