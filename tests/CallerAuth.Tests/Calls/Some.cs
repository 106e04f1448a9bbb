using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Ciba.EIds;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Calls;

/// <summary>Calls, lines and identities to start a test from; the persons are invented.</summary>
internal static class Some
{
    public const string CallSid = "CA00000000000000000000000000000001";
    public const string CalledNumber = "+4721000000";
    public const string WorkflowSid = "WW00000000000000000000000000000001";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    public static readonly VerificationId Id = IdOf('a');
    public static readonly VerificationId OtherId = IdOf('b');
    public static readonly EIdCatalogue EIds = Catalogue();
    public static readonly StoredIdentity Identity = IdentityWith(("name", "Kari Nordmann"), ("birthdate", "1985-03-15"));

    public static StoredIdentity IdentityWith(params (string Name, string Value)[] claims) => new()
    {
        EId = "no-bankid",
        Acr = "urn:grn:authn:no:bankid",
        AuthenticatedAt = new DateTimeOffset(2026, 11, 23, 10, 0, 5, TimeSpan.FromHours(1)),
        Subject = "{1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed}",
        Claims = claims.ToDictionary(claim => claim.Name, claim => claim.Value, StringComparer.Ordinal),
    };

    public static Call Call(CallState state, int attempts = 1, string language = "nb-NO", string? eid = "no-bankid") =>
        new() { CallSid = CallSid, To = CalledNumber, Language = language, EId = eid, Attempts = attempts, State = state, Version = 3 };

    /// <summary>A call that we placed.</summary>
    public static Call PlacedCall(CallState state, string language = "sv-SE", string? eid = null) =>
        Call(state, attempts: 0, language, eid) with { Placed = new PlacedCall("system:crm", CallReason.Matter, OwnReason: null, "sv-SE", LeavesMessage: false) };

    public static LineOptions LineOptions(Action<LineOptions>? change = null)
    {
        var options = new LineOptions
        {
            Name = "Nordlys Forsikring",
            Languages = ["nb-NO"],
            Eids = ["no-bankid"],
            WhenVerified = new Destination { Kind = DestinationKind.TaskRouter, WorkflowSid = WorkflowSid },
            WhenUnverified = new Destination { Kind = DestinationKind.Number, Number = "+4722000000" },
            Attributes = ["name", "birthdate"],
        };
        change?.Invoke(options);
        return options;
    }

    public static Line Line(Action<LineOptions>? change = null)
    {
        var options = LineOptions(change);
        return new Line(options, [.. options.Eids.Select(EIds.Get)]);
    }

    private static VerificationId IdOf(char digit) =>
        VerificationId.TryParse("00" + new string(digit, 24), out var id) ? id : throw new InvalidOperationException("The fixture is no verification id.");

    private static EIdCatalogue Catalogue()
    {
        var options = new EIdOptions();
        EIdCatalogue.Read(new ConfigurationBuilder().Build().GetSection(EIdOptions.Section), options);
        return new EIdCatalogue(Options.Create(options));
    }
}
