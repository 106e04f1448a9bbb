using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>
/// One electronic ID behind the provider, as data: how it is asked for and what its answers must say. Adding an eID is adding such a record, in code or under <c>EIds:&lt;name&gt;</c>.
/// </summary>
internal sealed record EId
{
    public const string CallInitiatorPlaceholder = "{callInitiator}";
    public const string NationalIdPlaceholder = "{0}";

    /// <summary>What settings and routes call it, such as <c>no-bankid</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the caller hears.</summary>
    public string SpokenName { get; init; } = "BankID";

    public required string AcrValues { get; init; }

    public string Scope { get; init; } = "openid";

    public string LoginHint { get; init; } = "sub:ssn:" + NationalIdPlaceholder;

    public required NationalIdKind NationalIdKind { get; init; }

    public BindingMessageUse BindingMessage { get; init; }

    /// <summary>Whether the start answer must bring the words the caller has to find in the app.</summary>
    public bool ReturnsWordPair { get; init; }

    /// <summary>RFC 9396, a JSON array in which <c>{callInitiator}</c> becomes <c>user</c> or <c>RP</c>; empty for none.</summary>
    public string AuthorizationDetails { get; init; } = "";

    /// <summary>Idura's shape before February 2026: no <c>authorization_details</c>; what these said of the call's initiator is a form parameter.</summary>
    public bool LegacyCallInitiator { get; init; }

    /// <summary>The eID's own rule that it serves callers who called us, and nobody we call.</summary>
    public bool InboundOnly { get; init; }

    /// <summary>A second order for a person cancels the first as well as itself, so none is begun while an abandoned one may still be open.</summary>
    public bool SecondOrderCancelsFirst { get; init; }

    /// <summary>The provider's <c>error_description</c> of <c>authorization_pending</c>, read without regard to case.</summary>
    public IReadOnlyDictionary<string, PendingStep> Progress { get; init; } = new Dictionary<string, PendingStep>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The <c>authenticationtype</c> (else <c>acr</c>) values that count as what was asked for.</summary>
    public required IReadOnlyList<string> AcceptedAuthenticationTypes { get; init; }

    /// <summary>The claim that holds the national ID; dots lead into nested objects.</summary>
    public required string NationalIdClaim { get; init; }

    /// <summary>The claim that may stand in when the national ID is not in the token; null where nothing may.</summary>
    public string? BirthDateClaim { get; init; }

    /// <summary>How often one caller may try in one call, the first time included.</summary>
    public int MaxAttempts { get; init; } = 3;

    public PendingStep StepFor(string? errorDescription) =>
        errorDescription is not null && Progress.TryGetValue(errorDescription.Trim(), out var step) ? step : PendingStep.Unknown;
}
