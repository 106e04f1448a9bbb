using System.Text.RegularExpressions;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Requests;

/// <summary>A request in which everything is what it should be.</summary>
internal sealed record CheckedRequest(Line Line, EId EId, NationalId NationalId, string? BindingMessage);

/// <summary>What a request must be before anybody is rung. No sentence repeats anything that was sent.</summary>
internal sealed partial class DeskRules(LineDirectory lines, LineBindingMessage bindingMessage, Switchboard switchboard, TimeProvider time)
{
    /// <summary>Also for who may not act for a line, so that nobody learns which lines there are.</summary>
    public static DeskAnswer.Refused NoSuchLine { get; } = new("line", RefusalCode.Invalid, "There is no such line. Give the number of a line in E.164 form, such as +4721000000.");

    /// <returns>One of the two; the other is null.</returns>
    public async Task<(CheckedRequest? Checked, DeskAnswer.Refused? Refused)> CheckAsync(DeskRequest request)
    {
        if (!E164().IsMatch(request.Line) || lines.Find(request.Line) is not { } line)
            return (null, NoSuchLine);
        if (line.Find(request.EId) is not { } eid)
            return Refuse("eid", $"This line does not take that eID. It takes {string.Join(", ", line.EIds.Select(known => known.Name))}.");
        if (eid.InboundOnly && request.Initiator != CallInitiator.User)
            return Refuse("callInitiator", $"{eid.Name} serves people who called the company, and nobody whom the company calls; its issuer allows nothing else.", RefusalCode.InboundOnly);
        if (!NationalId.TryParse(request.NationalId, eid.NationalIdKind, line.Options.NationalIdRules, Today(), out var nationalId, out var fault))
            return Refuse("nationalId", TextFor(fault));
        if (FaultInBindingMessage(eid, request.BindingMessage) is { } unfit)
            return Refuse("bindingMessage", unfit);
        if (request.TaskSid is { } task && !TaskSid().IsMatch(task))
            return Refuse("taskSid", "A task's SID is WT and 32 hex digits.");
        if (await FaultInCallAsync(request) is { } refused)
            return (null, refused);
        return (new CheckedRequest(line, eid, nationalId, eid.BindingMessage == BindingMessageUse.Forbidden ? null : request.BindingMessage ?? bindingMessage(line, request.Initiator)), null);
    }

    /// <returns>Null when the call lives, or it is about none.</returns>
    public async Task<DeskAnswer.Refused?> FaultInCallAsync(DeskRequest request)
    {
        if (request.CallSid is not { } callSid)
            return null;
        if (!CallSid().IsMatch(callSid))
            return new("callSid", RefusalCode.Invalid, "A call's SID is CA and 32 hex digits.");
        return await switchboard.LookAsync(callSid) switch
        {
            { State: CallState.Ended } ended when ended.To == request.Line => new("callSid", RefusalCode.CallEnded, "The call has ended a moment ago."),
            { } call when call.To == request.Line && call.Initiator != request.Initiator => new(
                "callInitiator", RefusalCode.Invalid, "This call was begun by the other side: say \"user\" for a call that came in, and \"RP\" for one that the company placed."),
            { } call when call.To == request.Line => null,
            _ => new("callSid", RefusalCode.UnknownCall, "There is no such call on this line."),
        };
    }

    private static string? FaultInBindingMessage(EId eid, string? message) => message switch
    {
        null => null,
        _ when eid.BindingMessage == BindingMessageUse.Forbidden => $"{eid.Name} takes no message; it makes words of its own.",
        _ when BindingMessage.FaultIn(eid, message) is { } fault => char.ToUpperInvariant(fault[0]) + fault[1..] + ".",
        _ => null,
    };

    private static string TextFor(NationalIdFault fault) => fault switch
    {
        NationalIdFault.Empty => "The national ID is missing.",
        NationalIdFault.NotDigits => "A national ID is digits alone, without spaces or hyphens.",
        NationalIdFault.TooShort => "The national ID is too short.",
        NationalIdFault.TooLong => "The national ID is too long.",
        NationalIdFault.NoSuchDate => "The national ID begins with a date that does not exist.",
        NationalIdFault.SyntheticNotAllowed => "This is a test number, which the line does not take.",
        NationalIdFault.KindNotAccepted => "This kind of number is not known to any eID.",
        NationalIdFault.CenturyUnclear => "Write the year of birth with four digits: this number fits two people.",
        _ => "The national ID has a wrong check digit.",
    };

    private static (CheckedRequest?, DeskAnswer.Refused?) Refuse(string field, string text, RefusalCode code = RefusalCode.Invalid) =>
        (null, new DeskAnswer.Refused(field, code, text));

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [GeneratedRegex(@"^\+[1-9][0-9]{4,14}\z", RegexOptions.None, 1000)]
    private static partial Regex E164();

    [GeneratedRegex(@"^CA[0-9a-f]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex CallSid();

    [GeneratedRegex(@"^WT[0-9a-f]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex TaskSid();
}
