using CallerAuth.Calls;
using CallerAuth.Verification;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Outbound;

/// <summary>Refuses prefixes that are none, and times that Twilio does not take.</summary>
internal sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    private const string Key = OutboundOptions.Section;

    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var faults = FaultsIn("AllowedPrefixes", options.AllowedPrefixes).Concat(FaultsIn("DeniedPrefixes", options.DeniedPrefixes)).ToList();
        if (options.RingFor < TimeSpan.FromSeconds(5) || options.RingFor > TimeSpan.FromMinutes(2))
            faults.Add($"{Key}:RingFor: use 00:00:05 to 00:02:00.");
        // The store forgets a call of which nobody heard for longer.
        if (options.LongestCall < TimeSpan.FromMinutes(1) || options.LongestCall > CallStore.Keep)
            faults.Add($"{Key}:LongestCall: use 00:01:00 to {CallStore.Keep:c}.");
        LimitsOptionsValidator.Check($"{Key}:Limits:PerActor", options.Limits.PerActor, faults);
        LimitsOptionsValidator.Check($"{Key}:Limits:PerNumber", options.Limits.PerNumber, faults);
        LimitsOptionsValidator.Check($"{Key}:Limits:Overall", options.Limits.Overall, faults);
        if (!Enum.IsDefined(options.AnsweringMachine))
            faults.Add($"{Key}:AnsweringMachine: use HangUp or LeaveMessage.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsIn(string setting, IEnumerable<string> prefixes) => prefixes
        .Where(prefix => prefix is not ['+', >= '1' and <= '9', ..] || prefix.Length > 16 || prefix[1..].Any(c => !char.IsAsciiDigit(c)))
        .Select(prefix => $"{Key}:{setting}: \"{prefix}\" begins no number in E.164 form. Write + and the country code, for example \"+46\".");
}
