using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Verification;

namespace CallerAuth.IntegrationTests;

/// <summary>Things of the domain that a test needs but is not about.</summary>
internal static class Some
{
    /// <summary>Synthetic: no person can ever hold it (Skatteetaten, Tenor).</summary>
    public const string Fodselsnummer = "17912099997";

    public static readonly NationalIdRules SyntheticAllowed = new() { AllowSynthetic = true };

    public static NationalId NationalId(string digits = Fodselsnummer) =>
        Identity.NationalId.TryParse(digits, NationalIdKind.Fodselsnummer, SyntheticAllowed, new DateOnly(2026, 11, 23), out var id, out _)
            ? id
            : throw new ArgumentException("Not a number that a test may use.", nameof(digits));

    public static string CallSid() => "CA" + Guid.NewGuid().ToString("N");

    public static LineOptions LineOptions() => new()
    {
        Name = "Nordlys Forsikring",
        Languages = ["nb-NO"],
        Eids = ["no-bankid"],
        WhenVerified = new Destination { Kind = DestinationKind.Client, Identity = "agent_1" },
        WhenUnverified = new Destination { Kind = DestinationKind.Number, Number = "+4722000000" },
        AllowSyntheticNationalIds = true,
    };

    public static Call Call(string? callSid = null) => new()
    {
        CallSid = callSid ?? CallSid(),
        To = "+4721000000",
        Language = "nb-NO",
        EId = "no-bankid",
        State = new CallState.CollectingNationalId(Tries.None),
    };

    public static Asker Asker(string from = "+4790000001", string line = "+4721000000") => new(
        CallerAuth.Verification.Asker.Ivr,
        line,
        new CallingNumberHasher(Microsoft.Extensions.Options.Options.Create(new PrivacyOptions { NationalIdHashKey = Stores.StoreUnderTest.HashKey })).Hash(from, line));

    public static VerificationRecord Record(NationalIdHash person, string waiter = "call:CA1") => new()
    {
        EId = "no-bankid",
        AuthReqId = Guid.NewGuid().ToString(),
        NationalIdHash = person.Value,
        BirthDateHash = null,
        Waiter = waiter,
    };

    public static StartResult.Started Started(TimeSpan? interval = null, TimeSpan? expiresIn = null) => new(
        AuthReqId.Parse(Guid.NewGuid().ToString()),
        expiresIn ?? TimeSpan.FromMinutes(15),
        interval ?? TimeSpan.FromMilliseconds(300),
        Words: null,
        TraceId: null);
}
