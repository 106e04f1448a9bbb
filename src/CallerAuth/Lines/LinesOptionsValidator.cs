using System.Text.RegularExpressions;
using CallerAuth.Ciba;
using Microsoft.Extensions.Options;

namespace CallerAuth.Lines;

/// <summary>Refuses lines that would leave a caller without a question or an ending; names every fault at once.</summary>
internal sealed partial class LinesOptionsValidator(EIdCatalogue eids) : IValidateOptions<LinesOptions>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public ValidateOptionsResult Validate(string? name, LinesOptions options)
    {
        var faults = new List<string>();
        faults.AddRange(options.Unreadable);
        if (options.Lines.Count + options.Unreadable.Count == 0)
            faults.Add("Lines: missing. Add a line under the number that callers dial (\"+4721000000\") or under \"*\" for any number; README shows one.");
        foreach (var (number, line) in options.Lines)
            Check($"Lines:{number}", number, line, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private void Check(string key, string number, LineOptions line, List<string> faults)
    {
        if (number != LinesOptions.AnyOther && !E164().IsMatch(number))
            faults.Add($"{key}: not a number in E.164 form (+4721000000) and not \"*\".");
        if (string.IsNullOrWhiteSpace(line.Name))
            faults.Add($"{key}:Name: missing. Give the company's name as it is to be spoken.");
        if (line.Languages.Count == 0)
            faults.Add($"{key}:Languages: missing. List at least one, for example \"nb-NO\".");
        if (line.Languages.Distinct(StringComparer.Ordinal).Count() != line.Languages.Count)
            faults.Add($"{key}:Languages: lists a language twice.");
        if (line.Languages.Count > 9 || line.Eids.Count > 8)
            faults.Add($"{key}: a menu has one key for each choice: at most nine languages and eight eIDs.");
        if (line.Eids.Count == 0)
            faults.Add($"{key}:Eids: missing. List at least one of {Known()}.");
        foreach (var eid in line.Eids.Where(eid => eids.Find(eid) is null))
            faults.Add($"{key}:Eids: \"{eid}\" is not known. Use one of {Known()}, or describe it under EIds:{eid}.");
        if (line.Eids.Distinct(StringComparer.Ordinal).Count() != line.Eids.Count)
            faults.Add($"{key}:Eids: lists an eID twice.");
        if (line.MaxWait < TimeSpan.FromSeconds(20) || line.MaxWait > LongestWait)
            faults.Add($"{key}:MaxWait: use 00:00:20 to 00:15:00.");
        Check($"{key}:WhenVerified", line.WhenVerified, faults);
        Check($"{key}:WhenUnverified", line.WhenUnverified, faults);
    }

    private static void Check(string key, Destination to, List<string> faults)
    {
        var fault = to.Kind switch
        {
            DestinationKind.TaskRouter when !WorkflowSid().IsMatch(to.WorkflowSid) => ":WorkflowSid: give the workflow's SID (WW and 32 hex digits), from the TaskRouter console.",
            DestinationKind.Queue when to.Name.Length is 0 or > 64 => ":Name: give the queue's name, at most 64 characters.",
            DestinationKind.Number when !E164().IsMatch(to.Number) => ":Number: give the agents' number in E.164 form (+4722000000).",
            DestinationKind.Client when to.Identity.Length is 0 or > 256 => ":Identity: give the softphone's identity, at most 256 characters.",
            DestinationKind.Sip when !SipUri().IsMatch(to.Uri) || to.Uri.Length > 254 => ":Uri: give the PBX's address (sip:agents@pbx.example), without headers, under 255 characters.",
            DestinationKind.Unset => ":Kind: missing. Use one of TaskRouter, Queue, Number, Client, Sip, Hangup.",
            _ => null,
        };
        if (fault is not null)
            faults.Add(key + fault);
        if (to.RingFor < TimeSpan.FromSeconds(5) || to.RingFor > TimeSpan.FromMinutes(10))
            faults.Add($"{key}:RingFor: use 00:00:05 to 00:10:00.");
        if (to.Priority < 0)
            faults.Add($"{key}:Priority: use 0 or more.");
    }

    private string Known() => string.Join(", ", eids.All.Select(eid => eid.Name));

    [GeneratedRegex(@"^\+[1-9][0-9]{4,14}\z", RegexOptions.None, 1000)]
    private static partial Regex E164();

    [GeneratedRegex(@"^WW[0-9a-fA-F]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex WorkflowSid();

    [GeneratedRegex(@"^sips?:[^\s?#<>""]+@[^\s?#<>""]+\z", RegexOptions.None, 1000)]
    private static partial Regex SipUri();
}
