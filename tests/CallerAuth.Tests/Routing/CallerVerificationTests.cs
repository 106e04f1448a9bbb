using System.Text.Json;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Routing;
using CallerAuth.Tests.Calls;
using CallerAuth.Tests.Identity;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Routing;

/// <summary>The contract that agents' systems rely on: names, order and values of <c>caller_verification</c>.</summary>
public class CallerVerificationTests
{
    [Fact]
    public void A_verified_caller()
    {
        var verification = Of(Some.Identity, "name", "birthdate");

        Assert.True(verification.IsVerified);
        Assert.Equal(
            """
            {"caller_verification":{"status":"verified","verification_id":"00aaaaaaaaaaaaaaaaaaaaaaaa","eid":"no-bankid","acr":"urn:grn:authn:no:bankid","authenticated_at":"2026-11-23T09:00:05Z","subject":"{1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed}","name":"Kari Nordmann","birthdate":"1985-03-15"}}
            """,
            verification.ToJson());
    }

    [Fact]
    public void Claims_come_in_the_order_of_the_line_each_once_and_only_where_the_token_has_them()
    {
        var verification = Of(Some.Identity, "birthdate", "email", "name", "birthdate");

        Assert.Equal(["birthdate", "name"], verification.Members.Skip(6).Select(member => member.Key));
    }

    [Fact]
    public void The_national_ID_is_left_out_unless_the_line_lists_it()
    {
        var identity = Some.IdentityWith(("name", "Kari Nordmann"), ("socialno", The.NorwegianDigits));

        Assert.DoesNotContain(The.NorwegianDigits, Of(identity, "name").ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain(The.NorwegianDigits, Of(identity).ToJson(), StringComparison.Ordinal);
        Assert.Equal(The.NorwegianDigits, Of(identity, "socialno")["socialno"]);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("reason")]
    [InlineData("verification_id")]
    [InlineData("eid")]
    [InlineData("acr")]
    [InlineData("authenticated_at")]
    [InlineData("subject")]
    public void A_claim_named_like_a_member_does_not_speak_in_its_place(string member)
    {
        var verification = Of(Some.IdentityWith((member, "forged")), member);

        Assert.DoesNotContain("forged", verification.ToJson(), StringComparison.Ordinal);
        Assert.Equal(6, verification.Members.Count);
    }

    [Theory]
    [InlineData("Declined", "declined")]
    [InlineData("Cancelled", "cancelled")]
    [InlineData("Expired", "expired")]
    [InlineData("Unavailable", "unavailable")]
    [InlineData("InvalidInput", "invalid_input")]
    [InlineData("NoInput", "no_input")]
    [InlineData("Skipped", "skipped")]
    [InlineData("Mismatch", "mismatch")]
    [InlineData("Error", "error")]
    public void An_unverified_caller_comes_with_a_reason_and_nothing_of_who_it_may_be(string reason, string word)
    {
        var verification = CallerVerification.Of(new Unverified(Enum.Parse<UnverifiedReason>(reason), Some.Id, Handoff.First), ["name", "birthdate"]);

        Assert.False(verification.IsVerified);
        Assert.Equal(
            $$$"""{"caller_verification":{"status":"unverified","reason":"{{{word}}}","verification_id":"00aaaaaaaaaaaaaaaaaaaaaaaa"}}""",
            verification.ToJson());
    }

    [Fact]
    public void Every_reason_has_its_own_word() => Assert.Distinct(
        Enum.GetValues<UnverifiedReason>().Select(reason => CallerVerification.Unverified(reason, null)["reason"]));

    [Fact]
    public void A_caller_who_was_never_asked_has_no_verification_id() => Assert.Equal(
        ["status", "reason"],
        CallerVerification.Of(new Unverified(UnverifiedReason.Skipped, null, Handoff.First), ["name"]).Members.Select(member => member.Key));

    [Fact]
    public void In_every_other_state_the_caller_is_unverified()
    {
        Assert.All(
            CallSamples.All.Values.Where(call => call.State is not Verified),
            call => Assert.Equal("unverified", CallerVerification.Of(call.State, ["name"])["status"]));
    }

    [Theory]
    [InlineData("Åse \"Å\" <x> \\ & Bø")]
    [InlineData("a\u0000\u001f\u2028b")]
    [InlineData("😀")]
    public void Whatever_a_name_holds_the_JSON_says_the_same(string name) =>
        Assert.Equal(name, NameIn(Of(Some.IdentityWith(("name", name)), "name").ToJson()));

    // No InlineData: attributes are stored as UTF-8, which has no half of a pair.
    [Fact]
    public void Half_a_surrogate_pair_does_not_cost_the_caller_the_call() =>
        Assert.Equal("a\uFFFDb", NameIn(Of(Some.IdentityWith(("name", "a\uD83Db")), "name").ToJson()));

    private static string? NameIn(string json) => JsonDocument.Parse(json).RootElement.GetProperty("caller_verification").GetProperty("name").GetString();

    private static CallerVerification Of(StoredIdentity identity, params string[] attributes) =>
        CallerVerification.Of(new Verified(Some.Id, identity, Handoff.First), attributes);
}
