using CallerAuth.Agents.Outbound;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Agents.Outbound;

/// <summary>What an order for a call must be before a telephone rings.</summary>
public class OutboundRulesTests
{
    private const string Swedish = "+46101000000";
    private const string Norwegian = "+4721000000";
    private const string Both = "+4721000001";

    private static readonly CallOrder Order = new(Swedish, "+46701740605", EId: null, Language: null, Reason: null, "system:crm");

    [Fact]
    public void An_order_needs_a_line_and_a_number()
    {
        var (ready, refused) = Check(Order);

        Assert.Null(refused);
        Assert.Equal((CallReason.Matter, null), (ready!.Reason, ready.OwnReason));
    }

    [Fact]
    public void A_call_of_ours_leaves_only_the_eIDs_that_allow_it()
    {
        var (ready, _) = Check(Order with { Line = Both });

        Assert.Equal(["se-bankid"], ready!.Line.EIds.Select(eid => eid.Name));
    }

    [Theory]
    [InlineData(Norwegian, null)]
    [InlineData(Norwegian, "no-bankid")]
    [InlineData(Both, "no-bankid")]
    public void Norwegian_BankID_is_for_inbound_calls_only(string line, string? eid)
    {
        var (ready, refused) = Check(Order with { Line = line, EId = eid });

        Assert.Null(ready);
        Assert.Equal(("eid", OutboundFault.InboundOnly), (refused!.Field, refused.Fault));
        Assert.Contains("issuer allows nothing else", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("to", "0701740605", OutboundFault.Invalid)]
    [InlineData("to", "+46 701740605", OutboundFault.Invalid)]
    [InlineData("to", "", OutboundFault.Invalid)]
    [InlineData("to", "+4560123456", OutboundFault.NotAllowed)]
    [InlineData("to", "+460900123456", OutboundFault.Invalid)]
    [InlineData("to", "+460701740605", OutboundFault.Invalid)]
    [InlineData("to", "+4600701740605", OutboundFault.Invalid)]
    [InlineData("to", "+358060012345", OutboundFault.Invalid)]
    [InlineData("line", "+4799999999", OutboundFault.Invalid)]
    [InlineData("line", "*", OutboundFault.Invalid)]
    [InlineData("eid", "freja", OutboundFault.Invalid)]
    [InlineData("language", "fi-FI", OutboundFault.Invalid)]
    [InlineData("reason", "", OutboundFault.Invalid)]
    [InlineData("reason", "  ", OutboundFault.Invalid)]
    [InlineData("reason", "Vi ringer om\nditt lån", OutboundFault.Invalid)]
    [InlineData("reason", "Det gäller 19900101 8980", OutboundFault.Invalid)]
    [InlineData("reason", "Det gäller konto 1234-56", OutboundFault.Invalid)]
    [InlineData("reason", "Se https://callers.example", OutboundFault.Invalid)]
    [InlineData("reason", "<break/>", OutboundFault.Invalid)]
    internal void What_cannot_be_is_refused_with_its_field(string field, string value, OutboundFault fault)
    {
        var order = field switch
        {
            "to" => Order with { To = value },
            "line" => Order with { Line = value },
            "eid" => Order with { EId = value },
            "language" => Order with { Language = value },
            _ => Order with { Reason = value },
        };

        var (ready, refused) = Check(order);

        Assert.Null(ready);
        Assert.Equal((field, fault), (refused!.Field, refused.Fault));
        if (value.Trim().Length > 1)
            Assert.DoesNotContain(value, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_is_short_enough_to_be_listened_to() =>
        Assert.Equal("reason", Check(Order with { Reason = new string('a', 201) }).Refused!.Field);

    [Theory]
    [InlineData("matter", CallReason.Matter, null)]
    [InlineData("callback", CallReason.Callback, null)]
    [InlineData("Vi ringer om din offert från den 12 maj.", CallReason.Own, "Vi ringer om din offert från den 12 maj.")]
    internal void A_reason_is_one_of_ours_or_words_of_ones_own(string reason, CallReason which, string? own)
    {
        var (ready, _) = Check(Order with { Reason = reason });

        Assert.Equal((which, own), (ready!.Reason, ready.OwnReason));
    }

    [Fact]
    public void Nobody_is_called_until_a_prefix_is_allowed() =>
        Assert.Equal(OutboundFault.NotAllowed, Check(Order, new OutboundOptions()).Refused!.Fault);

    [Theory]
    [InlineData("+46900123456", "+46", false)]
    [InlineData("+46993456", "+46", false)]
    [InlineData("+4782012345", "+47", false)]
    [InlineData("+4590123456", "+45", false)]
    [InlineData("+35860012345", "+358", false)]
    [InlineData("+46900123456", "+46900", true)]
    [InlineData("+4690123456", "+46", true)]
    [InlineData("+46731234567", "+46", false, "+4673")]
    [InlineData("+46731234567", "+4673", false, "+46")]
    [InlineData("+46701234567", "+46", true, "+4673")]
    public void A_number_is_called_where_a_prefix_allows_it_and_none_denies_it(string number, string allowed, bool isCalled, string? denied = null)
    {
        var options = new OutboundOptions { AllowedPrefixes = { allowed } };
        if (denied is not null)
            options.DeniedPrefixes.Add(denied);

        var refused = Check(Order with { To = number }, options).Refused;

        Assert.Equal(isCalled ? null : OutboundFault.NotAllowed, refused?.Fault);
    }

    [Fact]
    public void An_order_does_not_print_the_number() => Assert.DoesNotContain("701740605", Order.ToString(), StringComparison.Ordinal);

    private static (CheckedOrder? Checked, OutboundAnswer.Refused? Refused) Check(CallOrder order, OutboundOptions? options = null)
    {
        var lines = new LinesOptions();
        lines.Lines[Swedish] = Some.LineOptions(line => (line.Languages, line.Eids) = (["sv-SE"], ["se-bankid"]));
        lines.Lines[Norwegian] = Some.LineOptions();
        lines.Lines[Both] = Some.LineOptions(line => line.Eids = ["no-bankid", "se-bankid"]);
        var directory = new LineDirectory(Options.Create(lines), Some.EIds);
        return new OutboundRules(directory, Options.Create(options ?? new OutboundOptions { AllowedPrefixes = { "+46" } })).Check(order);
    }
}
