using System.Text.Json.Nodes;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Ciba.EIds;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Tests.Calls;
using CallerAuth.Webhooks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Webhooks;

/// <summary>What a target receives, and that it can tell what is new from what it was told before.</summary>
public class WebhookEventsTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);

    private WebhookEvents Events => new(_time);

    [Fact]
    public void A_completed_verification_is_written_as_docs_webhooks_md_shows_it()
    {
        var completed = Events.Completed(Some.Id.Value, Some.CalledNumber, Some.CallSid, "ivr", Verified("name"));

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                {
                  "type": "verification.completed",
                  "timestamp": "2026-11-23T09:00:00.000Z",
                  "data": {
                    "call_sid": "CA00000000000000000000000000000001",
                    "line": "+4721000000",
                    "asked_by": "ivr",
                    "caller_verification": {
                      "status": "verified",
                      "verification_id": "00aaaaaaaaaaaaaaaaaaaaaaaa",
                      "eid": "no-bankid",
                      "acr": "urn:grn:authn:no:bankid",
                      "authenticated_at": "2026-11-23T09:00:05Z",
                      "subject": "{1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed}",
                      "name": "Kari Nordmann"
                    }
                  }
                }
                """),
                JsonNode.Parse(completed.Body)),
            completed.Body);
    }

    [Fact]
    public void A_verification_about_no_call_names_none() =>
        Assert.Null(JsonNode.Parse(Events.Completed(Some.Id.Value, Some.CalledNumber, null, "system:crm", Unverified()).Body)!["data"]!["call_sid"]);

    [Fact]
    public void A_routed_call_says_where_to()
    {
        var routed = Events.Routed(Some.CallSid, 0, Some.CalledNumber, DestinationKind.TaskRouter, Unverified());

        Assert.EndsWith(
            """data":{"call_sid":"CA00000000000000000000000000000001","line":"+4721000000","destination":"TaskRouter","caller_verification":{"status":"unverified","reason":"skipped"}}}""",
            routed.Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_told_again_has_the_same_id_and_everything_else_another()
    {
        var first = Events.Completed(Some.Id.Value, Some.CalledNumber, Some.CallSid, "ivr", Unverified());
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first.Id, Events.Completed(Some.Id.Value, Some.CalledNumber, Some.CallSid, "ivr", Unverified()).Id);
        Assert.Matches("^msg_[0-9a-f]{32}$", first.Id);
        Assert.Equal(4, new[]
        {
            first.Id,
            Events.Completed(Some.OtherId.Value, Some.CalledNumber, Some.CallSid, "ivr", Unverified()).Id,
            Events.Routed(Some.CallSid, 0, Some.CalledNumber, DestinationKind.Number, Unverified()).Id,
            Events.Routed(Some.CallSid, 1, Some.CalledNumber, DestinationKind.Number, Unverified()).Id,
        }.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_national_id_does_not_go_out_even_where_a_line_lists_it()
    {
        var options = new LinesOptions();
        options.Lines["+4721000000"] = Some.LineOptions(line => line.Attributes = ["name", Some.EIds.Get("no-bankid").NationalIdClaim, "birthdate"]);
        var claims = new HandedOnClaims(new LineDirectory(Options.Create(options), Some.EIds), Some.EIds);

        Assert.Equal(["name", "birthdate"], claims.Of("+4721000000", "no-bankid"));
        Assert.Empty(claims.Of("+4799999999", "no-bankid"));
    }

    /// <summary>A provider may nest the number in an object; then neither the object nor the dotted name goes out, and neither do those of other eIDs.</summary>
    [Theory]
    [InlineData("no-bankid")]
    [InlineData("dotted")]
    [InlineData("not any more")]
    [InlineData(null)]
    public void No_national_ID_goes_out_under_the_name_of_any_eID(string? eid)
    {
        var eids = new EIdOptions();
        foreach (var known in Some.EIds.All)
            eids.EIds[known.Name] = known;
        eids.EIds["dotted"] = Some.EIds.Get("no-bankid") with { Name = "dotted", NationalIdClaim = "person.ids.ssn" };
        var catalogue = new EIdCatalogue(Options.Create(eids));
        string[] numbers = ["person.ids.ssn", "person", .. Some.EIds.All.Select(known => known.NationalIdClaim)];
        var options = new LinesOptions();
        options.Lines["+4721000000"] = Some.LineOptions(line => line.Attributes = ["name", .. numbers, "birthdate"]);

        Assert.Equal(["name", "birthdate"], new HandedOnClaims(new LineDirectory(Options.Create(options), catalogue), catalogue).Of("+4721000000", eid));
    }

    [Fact]
    public void An_event_does_not_print_what_it_says() =>
        Assert.DoesNotContain("Kari", Events.Completed(Some.Id.Value, Some.CalledNumber, Some.CallSid, "ivr", Verified("name")).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("verification.completed", "+4721000000", true)]
    [InlineData("verification.completed", "+4721999999", false)]
    [InlineData("call.routed", "+4721000000", false)]
    public void A_target_hears_what_it_asked_for(string type, string line, bool wanted)
    {
        var target = new WebhookTarget(new WebhookOptions { Url = "https://crm.example", Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Events = ["verification.completed"], Lines = ["+4721000000"] });

        Assert.Equal(wanted, target.Wants(new WebhookEvent("msg_1", type, line, "{}")));
    }

    private static CallerVerification Verified(params string[] attributes) => CallerVerification.Verified(Some.Id.Value, Some.Identity, attributes);

    private static CallerVerification Unverified() => CallerVerification.Unverified(UnverifiedReason.Skipped, null);
}
