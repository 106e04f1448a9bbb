using CallerAuth.Identity;

namespace CallerAuth.Ciba.EIds;

/// <summary>
/// BankID Norge's "customer service call": the provider makes a pair of words, we read them aloud, the caller finds them among three in the app.
/// Their terms: inbound calls only, ask before a retry, at most three attempts in all, no SMS code instead.
/// </summary>
internal static class NorwegianBankId
{
    public const string Name = "no-bankid";

    public static readonly EId Record = new()
    {
        Name = Name,
        AcrValues = "urn:grn:authn:no:bankid",
        Scope = "openid ssn",
        NationalIdKind = NationalIdKind.Fodselsnummer,
        BindingMessage = BindingMessageUse.Forbidden,
        ReturnsWordPair = true,
        AuthorizationDetails = """[{"type":"customerServiceCall.v1"}]""",
        InboundOnly = true,
        Progress = new Dictionary<string, PendingStep>(StringComparer.OrdinalIgnoreCase)
        {
            // One sentence for every moment until the words are chosen, so it tells nothing about the app.
            ["User has not yet granted authorization"] = PendingStep.Unknown,
        },
        AcceptedAuthenticationTypes = ["urn:grn:authn:no:bankid", "urn:grn:authn:no:bankid:substantial"],
        NationalIdClaim = "socialno",
        BirthDateClaim = "birthdate",
        MaxAttempts = 3,
    };
}
