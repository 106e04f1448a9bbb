using System.Text.RegularExpressions;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Lines;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Outbound;

/// <summary>An order in which everything is what it should be. The line has only the eIDs that may be used on a call of ours.</summary>
internal sealed record CheckedOrder(Line Line, CallReason Reason, string? OwnReason);

/// <summary>What an order must be before a telephone rings. No sentence repeats anything that was sent.</summary>
internal sealed partial class OutboundRules(LineDirectory lines, IOptions<OutboundOptions> options)
{
    /// <summary>The same for a line that is none, and for one that is none of theirs.</summary>
    public static readonly OutboundAnswer.Refused NoSuchLine = new(
        "line", OutboundFault.Invalid, "There is no such line. Give the number of a line in E.164 form, such as +4721000000.");

    private const int LongestReason = 200;

    // Some exchanges drop the zero and ring the number without it, which is then a premium number that is not recognised, or one that
    // is counted under two spellings. No number of Sweden or Finland begins with it; Norway and Denmark know no such zero.
    private static readonly string[] TrunkZeros = ["+460", "+3580"];

    /// <returns>One of the two; the other is null.</returns>
    public (CheckedOrder? Checked, OutboundAnswer.Refused? Refused) Check(CallOrder order)
    {
        if (!E164().IsMatch(order.Line) || lines.Find(order.Line) is not { } line)
            return (null, NoSuchLine);
        if (FaultInEId(line, order.EId) is { } eid)
            return (null, eid);
        if (!E164().IsMatch(order.To))
            return Refuse("to", "Give the person's number in E.164 form, such as +46701740605.");
        if (TrunkZeros.Any(zero => order.To.StartsWith(zero, StringComparison.Ordinal)))
            return Refuse("to", "Leave out the zero after the country code: it is dialled within the country alone.");
        if (!MayBeCalled(order.To))
            return Refuse("to", "Numbers that begin like this one are not called; Outbound:AllowedPrefixes lists those that are, but premium numbers are only if their prefix stands there in full.", OutboundFault.NotAllowed);
        if (order.Language is not null && !line.Options.Languages.Contains(order.Language))
            return Refuse("language", $"This line does not speak that language. It speaks {string.Join(", ", line.Options.Languages)}.");
        return ReasonOf(order.Reason) is { } reason
            ? (new CheckedOrder(line.For(CallInitiator.RelyingParty), reason, reason == CallReason.Own ? order.Reason : null), null)
            : Refuse("reason", $"Use \"matter\", \"callback\", or a sentence of at most {LongestReason} characters to be spoken, without addresses and long numbers. It is heard by whoever picks up.");
    }

    private bool MayBeCalled(string number)
    {
        var allowed = options.Value.AllowedPrefixes.Where(Begins).ToList();
        return allowed.Count > 0 && !options.Value.DeniedPrefixes.Exists(Begins)
            && (PremiumNumbers.PrefixOf(number) is not { } premium || allowed.Exists(prefix => prefix.StartsWith(premium, StringComparison.Ordinal)));

        bool Begins(string prefix) => number.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static OutboundAnswer.Refused? FaultInEId(Line line, string? eid)
    {
        if (eid is null)
            return line.EIds.Any(one => !one.InboundOnly) ? null : InboundOnly("Every eID of this line");
        return line.Find(eid) switch
        {
            null => new("eid", OutboundFault.Invalid, $"This line does not take that eID. It takes {string.Join(", ", line.EIds.Select(known => known.Name))}."),
            { InboundOnly: true } => InboundOnly(eid),
            _ => null,
        };
    }

    private static OutboundAnswer.Refused InboundOnly(string what) => new(
        "eid", OutboundFault.InboundOnly, $"{what} serves people who called the company, and nobody whom the company calls; its issuer allows nothing else.");

    private static CallReason? ReasonOf(string? reason) => reason switch
    {
        null or "matter" => CallReason.Matter,
        "callback" => CallReason.Callback,
        { Length: > 1 and <= LongestReason } text when !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl) && !Unspeakable().IsMatch(text) => CallReason.Own,
        _ => null,
    };

    private static (CheckedOrder?, OutboundAnswer.Refused?) Refuse(string field, string text, OutboundFault fault = OutboundFault.Invalid) =>
        (null, new OutboundAnswer.Refused(field, fault, text));

    [GeneratedRegex(@"^\+[1-9][0-9]{4,14}\z", RegexOptions.None, 1000)]
    private static partial Regex E164();

    // Six digits and more, spaced or not, are a birth date, an account or a national ID; a machine may hear them.
    [GeneratedRegex(@"([0-9][ .\-/]?){6}|://|@|[<>]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unspeakable();
}
