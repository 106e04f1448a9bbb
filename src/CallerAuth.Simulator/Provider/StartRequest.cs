using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CallerAuth.Simulator.Provider;

/// <summary>What <c>bc-authorize</c> was asked for, after Idura's rules for the two BankIDs have been checked.</summary>
internal sealed partial record StartRequest(string AcrValues, string NationalId, string Scope, string? BindingMessage, string? CallInitiator, string? NotificationToken = null)
{
    public const string NorwegianBankId = "urn:grn:authn:no:bankid";
    public const string SwedishBankId = "urn:grn:authn:se:bankid";

    // BankID takes 1500 characters after Base64.
    private const int BindingMessageBytesMax = 1125;

    private static readonly string[] Known =
    [
        "scope", "login_hint", "acr_values", "binding_message", "authorization_details", "callInitiator", "requested_expiry",
        "client_id", "client_secret", "client_assertion", "client_assertion_type",
    ];

    private const string NotificationTokenKey = "client_notification_token";

    private static readonly string[] Hints = ["login_hint", "login_hint_token", "id_token_hint"];

    public bool IsNorwegian => AcrValues == NorwegianBankId;

    public bool WantsNationalId => Scope.Split(' ').Contains("ssn");

    /// <summary>Reads a form; exactly one of the two results is given.</summary>
    /// <param name="form">As it came.</param>
    /// <param name="legacyCallInitiator">The dialect of before February 2026.</param>
    /// <param name="pings">The client is registered for ping mode.</param>
    public static (StartRequest? Request, ProtocolError? Error) Read(IFormCollection form, bool legacyCallInitiator, bool pings = false)
    {
        if (form.FirstOrDefault(field => field.Value.Count != 1) is { Key: { } repeated })
            return Refused($"{repeated} is given more than once");
        if (form.Keys.Count(Hints.Contains) != 1)
            return Refused("exactly one of login_hint, login_hint_token and id_token_hint is required");
        if (form.Keys.FirstOrDefault(key => !Known.Contains(key) && !(pings && key == NotificationTokenKey)) is { } unknown)
            return Refused($"{unknown} is not a parameter of this endpoint");

        var token = form[NotificationTokenKey].ToString();
        if (pings && !BearerToken().IsMatch(token))
            return Refused("client_notification_token is required in ping mode: 22 to 1024 characters of a bearer token");

        var scope = form["scope"].ToString();
        if (!scope.Split(' ').Contains("openid"))
            return (null, new ProtocolError(StatusCodes.Status400BadRequest, "invalid_scope", "scope must contain openid"));

        var acr = form["acr_values"].ToString();
        if (acr is not (NorwegianBankId or SwedishBankId))
            return Refused("acr_values names no eID that can be used without a browser");

        var hint = LoginHint().Match(form["login_hint"].ToString());
        if (!hint.Success || hint.Groups["number"].Length != (acr == NorwegianBankId ? 11 : 12))
            return Refused("login_hint must be sub:ssn: and the number, eleven digits in Norway and twelve in Sweden");

        var message = form.ContainsKey("binding_message") ? form["binding_message"].ToString() : null;
        if (WrongBindingMessage(acr, message) is { } wrongMessage)
            return (null, wrongMessage);
        if (WrongCallKind(acr, form, legacyCallInitiator, out var initiator) is { } wrongKind)
            return (null, wrongKind);

        return (new StartRequest(acr, hint.Groups["number"].Value, scope, message, initiator, pings ? token : null), null);
    }

    private static (StartRequest? Request, ProtocolError? Error) Refused(string description) => (null, ProtocolError.InvalidRequest(description));

    private static ProtocolError? WrongBindingMessage(string acr, string? message)
    {
        if (acr == NorwegianBankId)
            return message is null ? null : ProtocolError.InvalidRequest("binding_message must not be sent for Norwegian BankID");
        if (string.IsNullOrWhiteSpace(message))
            return ProtocolError.InvalidRequest("binding_message is required for Swedish BankID");
        return message.Any(char.IsControl) || Encoding.UTF8.GetByteCount(message) > BindingMessageBytesMax
            ? new ProtocolError(StatusCodes.Status400BadRequest, "invalid_binding_message", "binding_message is too long or has control characters")
            : null;
    }

    private static ProtocolError? WrongCallKind(string acr, IFormCollection form, bool legacy, out string? initiator)
    {
        initiator = null;
        var details = form["authorization_details"].ToString();
        var plain = form["callInitiator"].ToString();
        if (legacy)
        {
            if (form.ContainsKey("authorization_details"))
                return ProtocolError.InvalidRequest("authorization_details is not known here");
            if (acr == NorwegianBankId)
                return form.ContainsKey("callInitiator") ? ProtocolError.InvalidRequest("callInitiator belongs to Swedish BankID") : null;
            initiator = plain;
            return plain is "RP" or "user" ? null : ProtocolError.InvalidRequest("callInitiator must be RP or user");
        }

        if (form.ContainsKey("callInitiator"))
            return ProtocolError.InvalidRequest("callInitiator belongs inside authorization_details");
        if (OnlyDetail(details) is not { } detail)
            return InvalidDetails("authorization_details must be a JSON array with one object");

        var members = detail.Select(member => member.Key).Order(StringComparer.Ordinal).ToArray();
        var type = Text(detail, "type");
        if (acr == NorwegianBankId)
            return type == "customerServiceCall.v1" && members is ["type"] ? null : InvalidDetails("Norwegian BankID takes [{\"type\":\"customerServiceCall.v1\"}]");

        initiator = Text(detail, "callInitiator");
        return type == "phoneAuth" && members is ["callInitiator", "type"] && initiator is "RP" or "user"
            ? null
            : InvalidDetails("Swedish BankID takes [{\"type\":\"phoneAuth\",\"callInitiator\":\"RP\"}], or user");
    }

    // RFC 9396 5: the error of rich authorization requests.
    private static ProtocolError InvalidDetails(string description) => new(StatusCodes.Status400BadRequest, "invalid_authorization_details", description);

    private static JsonObject? OnlyDetail(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonArray { Count: 1 } array ? array[0] as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject detail, string name) =>
        detail[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    // CIBA Core 7.1: at least 128 bits, at most 1024 characters; RFC 6750 2.1 says which.
    [GeneratedRegex("^[A-Za-z0-9._~+/-]{22,1024}=*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BearerToken();

    [GeneratedRegex("^sub:ssn:(?<number>[0-9]{11,12})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoginHint();
}
