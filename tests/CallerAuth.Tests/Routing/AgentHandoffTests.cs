using System.Text.Json;
using System.Xml.Linq;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Tests.Calls;
using CsCheck;
using Microsoft.Extensions.Options;
using Twilio.TwiML;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Routing;

/// <summary>Each kind of destination has its own way to carry the verification.</summary>
public class AgentHandoffTests
{
    private const string SipUri = "sip:agents@pbx.example;transport=tls";

    private static readonly AgentHandoff Handoffs = new(new PublicUrls(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example/base/" })));

    [Fact]
    public void TaskRouter_gets_it_as_the_tasks_attributes()
    {
        var enqueue = To(new Destination { Kind = DestinationKind.TaskRouter, WorkflowSid = Some.WorkflowSid, Priority = 5 }, Named("Åse & \"Bø\""));

        Assert.Equal(Some.WorkflowSid, (string?)enqueue.Attribute("workflowSid"));
        Assert.Equal("https://callers.example/base/voice/agent-leg", (string?)enqueue.Attribute("action"));
        Assert.Equal("https://callers.example/base/voice/queue-music", (string?)enqueue.Attribute("waitUrl"));
        Assert.Equal("5", (string?)enqueue.Element("Task")!.Attribute("priority"));
        var attributes = JsonDocument.Parse(enqueue.Element("Task")!.Value).RootElement.GetProperty("caller_verification");
        Assert.Equal(("verified", "Åse & \"Bø\""), (attributes.GetProperty("status").GetString(), attributes.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_task_has_no_priority_where_none_is_set() => Assert.Null(
        To(new Destination { Kind = DestinationKind.TaskRouter, WorkflowSid = Some.WorkflowSid }, Named("Kari")).Element("Task")!.Attribute("priority"));

    [Fact]
    public void A_queue_gets_the_caller_alone()
    {
        var enqueue = To(new Destination { Kind = DestinationKind.Queue, Name = "claims" }, Named("Kari"));

        Assert.Equal("claims", enqueue.Value);
        Assert.Empty(enqueue.Elements());
        Assert.Null(enqueue.Attribute("workflowSid"));
    }

    [Fact]
    public void A_number_gets_a_whisper()
    {
        var dial = To(new Destination { Kind = DestinationKind.Number, Number = "+4722000000", RingFor = TimeSpan.FromSeconds(25) }, Named("Kari"));

        Assert.Equal(("25", "true", "POST"), ((string?)dial.Attribute("timeout"), (string?)dial.Attribute("answerOnBridge"), (string?)dial.Attribute("method")));
        Assert.Equal("+4722000000", dial.Element("Number")!.Value);
        Assert.Equal("https://callers.example/base/voice/whisper", (string?)dial.Element("Number")!.Attribute("url"));
        Assert.DoesNotContain("Kari", dial.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_softphone_gets_a_parameter_for_each_member()
    {
        var verification = Named("Åse & \"Bø\"");

        var client = To(new Destination { Kind = DestinationKind.Client, Identity = "desk-7" }, verification).Element("Client")!;

        Assert.Equal("desk-7", client.Element("Identity")!.Value);
        Assert.Equal(
            verification.Members,
            client.Elements("Parameter").Select(parameter => KeyValuePair.Create((string)parameter.Attribute("name")!, (string)parameter.Attribute("value")!)));
    }

    [Fact]
    public void A_PBX_gets_headers_that_survive_a_URI() => Assert.Equal(
        SipUri + "?X-Caller-Verification-Status=verified&X-Caller-Verification-Id=00aaaaaaaaaaaaaaaaaaaaaaaa&X-Caller-Verification-Name=%C3%85se%20%26%20%22B%C3%B8%22%3D%3F",
        Sip(Named("Åse & \"Bø\"=?")));

    [Fact]
    public void A_PBX_gets_no_name_where_there_is_none()
    {
        Assert.Equal(SipUri + "?X-Caller-Verification-Status=unverified", Sip(CallerVerification.Unverified(UnverifiedReason.Skipped, null)));
        Assert.DoesNotContain("Name", Sip(Named("")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_name_is_cut_between_characters_and_not_within_one()
    {
        var address = Sip(Named(string.Concat(Enumerable.Repeat("Åse 👩‍👩‍👧 ", 500))));

        var headers = address[SipUri.Length..];
        Assert.InRange(headers.Length, 900, 1023);
        var name = Uri.UnescapeDataString(headers[(headers.LastIndexOf('=') + 1)..]);
        Assert.StartsWith(name, string.Concat(Enumerable.Repeat("Åse 👩‍👩‍👧 ", 500)), StringComparison.Ordinal);
        Assert.Contains(name[^1], "Åse 👧");
    }

    [Fact]
    public void A_line_break_in_a_name_makes_no_header_of_its_own()
    {
        var address = Sip(Named("Kari\r\nX-Evil: 1\u0000"));

        Assert.EndsWith("Name=KariX-Evil%3A%201", address, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_name_holds_the_headers_stay_within_Twilios_bounds() => Gen.String.Sample(name =>
    {
        var headers = Sip(Named(name))[SipUri.Length..];
        return headers.Length < 1024 && headers.All(char.IsAscii) && headers.Count(c => c is '&' or '?') <= 3;
    });

    [Fact]
    public void A_goodbye_ends_in_a_hang_up() => Assert.Equal("Hangup", To(new Destination { Kind = DestinationKind.Hangup }, Named("Kari")).Name);

    private static string Sip(CallerVerification verification) => To(new Destination { Kind = DestinationKind.Sip, Uri = SipUri }, verification).Element("Sip")!.Value;

    private static CallerVerification Named(string name) => CallerVerification.Of(new Verified(Some.Id, Some.IdentityWith(("name", name)), Handoff.First), ["name"]);

    private static XElement To(Destination to, CallerVerification verification)
    {
        var response = new VoiceResponse();
        Handoffs.Append(response, to, verification);
        return response.ToXDocument().Root!.Elements().Single();
    }
}
