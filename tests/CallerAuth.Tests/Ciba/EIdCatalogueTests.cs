using System.Text.Json.Nodes;
using CallerAuth.Ciba;
using CallerAuth.Ciba.EIds;
using CallerAuth.Tests.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Ciba;

public class EIdCatalogueTests
{
    [Fact]
    public void Both_BankIDs_ship()
    {
        using var rig = new CibaRig();

        Assert.Equal(["no-bankid", "se-bankid"], rig.EIds.All.Select(eid => eid.Name).Order(StringComparer.Ordinal));
        Assert.True(rig.Norwegian is { InboundOnly: true, ReturnsWordPair: true, MaxAttempts: 3, BindingMessage: BindingMessageUse.Forbidden });
        Assert.True(rig.Swedish is { InboundOnly: false, ReturnsWordPair: false, BirthDateClaim: null, BindingMessage: BindingMessageUse.Required });
        Assert.False(rig.EIds.TryGet("dk-mitid", out _));
        Assert.Throws<KeyNotFoundException>(() => rig.EIds.Get("dk-mitid"));
    }

    [Fact]
    public void A_setting_overrides_its_member_and_nothing_else()
    {
        using var rig = new CibaRig(
            ("EIds:NO-bankid:MaxAttempts", "2"),
            ("EIds:no-bankid:birthdateclaim", ""),
            ("EIds:no-bankid:AcceptedAuthenticationTypes:0", "urn:grn:authn:no:bankid:high"),
            ("EIds:se-bankid:AuthorizationDetails", ""),
            ("EIds:se-bankid:Progress:awaiting something else", "identifying"));

        Assert.Equal(NorwegianBankId.Record with { MaxAttempts = 2, BirthDateClaim = null, AcceptedAuthenticationTypes = rig.Norwegian.AcceptedAuthenticationTypes }, rig.Norwegian);
        Assert.Equal(["urn:grn:authn:no:bankid:high"], rig.Norwegian.AcceptedAuthenticationTypes);
        Assert.Equal("", rig.Swedish.AuthorizationDetails);
        Assert.Equal(PendingStep.Identifying, rig.Swedish.StepFor("Awaiting something else"));
        Assert.Equal(PendingStep.NotOpened, rig.Swedish.StepFor("awaiting first user interaction"));
    }

    [Fact]
    public async Task A_third_eID_works_by_configuration_alone()
    {
        using var rig = new CibaRig(
            ("EIds:se-freja:SpokenName", "Freja"),
            ("EIds:se-freja:AcrValues", "urn:grn:authn:se:frejaid"),
            ("EIds:se-freja:Scope", "openid frejaid:ssn"),
            ("EIds:se-freja:LoginHint", "sub:ssncountry:SE sub:ssn:{0}"),
            ("EIds:se-freja:NationalIdKind", "Personnummer"),
            ("EIds:se-freja:BindingMessage", "Optional"),
            ("EIds:se-freja:AuthorizationDetails", """[{"type":"call","by":"{callInitiator}"}]"""),
            ("EIds:se-freja:Progress:opened", "Identifying"),
            ("EIds:se-freja:NationalIdClaim", "details.requestedAttributes.ssn.ssn"));
        var freja = rig.EIds.Get("se-freja");
        var token = TestToken.Swedish(rig.Clock.GetUtcNow());
        token.Claims.Remove("ssn");
        token.Claims["authenticationtype"] = "urn:grn:authn:se:frejaid";
        token.Claims["details"] = new JsonObject
        {
            ["requestedAttributes"] = new JsonObject { ["ssn"] = new JsonObject { ["ssn"] = The.SwedishDigits, ["country"] = "SE" } },
        };
        rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending", "Opened"));
        rig.Provider.OnPoll.Add(FakeProvider.Token(token.Sign()));

        var started = await rig.Client.StartAsync(freja, The.Swedish(), CallInitiator.RelyingParty, null, TestContext.Current.CancellationToken);
        var pending = await rig.PollAsync(freja, The.Swedish());
        var approved = await rig.PollAsync(freja, The.Swedish());

        Assert.IsType<StartResult.Started>(started);
        var start = Assert.Single(rig.Provider.Starts);
        Assert.Equal($"sub:ssncountry:SE sub:ssn:{The.SwedishDigits}", start.Single("login_hint"));
        Assert.Equal("""[{"type":"call","by":"RP"}]""", start.Single("authorization_details"));
        Assert.DoesNotContain("binding_message", start.Form.Keys);
        Assert.Equal(new PollResult.Pending(PendingStep.Identifying, null), pending);
        var identity = Assert.IsType<PollResult.Approved>(approved).Identity;
        Assert.Equal(The.SwedishDigits, identity.Claims["details.requestedAttributes.ssn.ssn"]);
        Assert.Equal(("se-freja", "urn:grn:authn:se:frejaid"), (identity.EId, identity.Acr));
    }

    [Theory]
    [InlineData("no-bankid:AcrValue", "x", "EIds:no-bankid:AcrValue: no such setting")]
    [InlineData("no-bankid:AcrValues", "", "EIds:no-bankid:AcrValues: missing")]
    [InlineData("no-bankid:Scope", "ssn openid2", "EIds:no-bankid:Scope: must hold the word openid")]
    [InlineData("no-bankid:LoginHint", "sub:ssn", "EIds:no-bankid:LoginHint: must hold {0}")]
    [InlineData("no-bankid:NationalIdKind", "Cpr", "EIds:no-bankid:NationalIdKind: \"Cpr\" is none of Fodselsnummer, Personnummer")]
    [InlineData("no-bankid:NationalIdKind", "1", "EIds:no-bankid:NationalIdKind: \"1\" is none of")]
    [InlineData("no-bankid:BindingMessage", "Maybe", "EIds:no-bankid:BindingMessage: \"Maybe\" is none of Forbidden, Required, Optional")]
    [InlineData("no-bankid:InboundOnly", "ja", "EIds:no-bankid:InboundOnly: \"ja\" is neither true nor false")]
    [InlineData("no-bankid:MaxAttempts", "0", "EIds:no-bankid:MaxAttempts: 0 is not between 1 and 10")]
    [InlineData("no-bankid:MaxAttempts", "-1", "EIds:no-bankid:MaxAttempts: \"-1\" is no whole number")]
    [InlineData("no-bankid:AuthorizationDetails", "[]", "EIds:no-bankid:AuthorizationDetails: must be empty or a JSON array")]
    [InlineData("no-bankid:AuthorizationDetails", "{\"type\":\"x\"}", "EIds:no-bankid:AuthorizationDetails: must be empty or a JSON array")]
    [InlineData("no-bankid:AuthorizationDetails", "[{\"type\":\"x\"}", "EIds:no-bankid:AuthorizationDetails: must be empty or a JSON array")]
    [InlineData("no-bankid:AuthorizationDetails", "[{\"typ\":\"x\"}]", "EIds:no-bankid:AuthorizationDetails: must be empty or a JSON array")]
    [InlineData("no-bankid:NationalIdClaim", " ", "EIds:no-bankid:NationalIdClaim: missing")]
    [InlineData("no-bankid:AcceptedAuthenticationTypes:0", "", "EIds:no-bankid:AcceptedAuthenticationTypes: must name")]
    [InlineData("no-bankid:Progress:waiting", "Soon", "EIds:no-bankid:Progress: \"Soon\" is none of")]
    [InlineData("no-bankid:SpokenName", "", "EIds:no-bankid:SpokenName: empty")]
    public void A_fault_is_named_with_its_key(string key, string value, string message) =>
        Assert.StartsWith(message, Assert.Single(FaultsOf(($"EIds:{key}", value))), StringComparison.Ordinal);

    [Fact]
    public void A_new_eID_names_everything_it_lacks_at_once()
    {
        var faults = FaultsOf(("EIds:dk mitid:SpokenName", "MitID"));

        Assert.Equal(5, faults.Count);
        Assert.All(faults, fault => Assert.StartsWith("EIds:dk mitid", fault, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> FaultsOf(params (string Key, string Value)[] settings)
    {
        using var rig = new CibaRig(settings);
        return [.. Assert.Throws<OptionsValidationException>(() => rig.EIds.All).Failures];
    }
}
