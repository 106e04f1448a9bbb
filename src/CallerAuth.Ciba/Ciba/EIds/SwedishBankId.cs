using CallerAuth.Identity;

namespace CallerAuth.Ciba.EIds;

/// <summary>
/// Swedish BankID's phone flow: the app first asks whether the person is on the phone with this company, then for the security code, and shows our binding message.
/// A second order for the same person cancels both.
/// </summary>
internal static class SwedishBankId
{
    public const string Name = "se-bankid";

    public static readonly EId Record = new()
    {
        Name = Name,
        AcrValues = "urn:grn:authn:se:bankid",
        Scope = "openid",
        NationalIdKind = NationalIdKind.Personnummer,
        BindingMessage = BindingMessageUse.Required,
        AuthorizationDetails = """[{"type":"phoneAuth","callInitiator":"{callInitiator}"}]""",
        Progress = new Dictionary<string, PendingStep>(StringComparer.OrdinalIgnoreCase)
        {
            ["awaiting first user interaction"] = PendingStep.NotOpened,
            ["awaiting user request acknowledgement"] = PendingStep.AskedWhetherExpected,
            ["awaiting user identification"] = PendingStep.Identifying,
        },
        AcceptedAuthenticationTypes = ["urn:grn:authn:se:bankid"],
        NationalIdClaim = "ssn",
        SecondOrderCancelsFirst = true,
        MaxAttempts = 3,
    };
}
