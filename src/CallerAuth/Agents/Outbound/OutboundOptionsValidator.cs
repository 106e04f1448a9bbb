using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Outbound;

/// <summary>Refuses prefixes that are none, and times that Twilio does not take.</summary>
internal sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    private const string Key = OutboundOptions.Section;

    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var faults = options.AllowedPrefixes
            .Where(prefix => prefix is not ['+', >= '1' and <= '9', ..] || prefix.Length > 16 || prefix[1..].Any(c => !char.IsAsciiDigit(c)))
            .Select(prefix => $"{Key}:AllowedPrefixes: \"{prefix}\" begins no number in E.164 form. Write + and the country code, for example \"+46\".")
            .ToList();
        if (options.RingFor < TimeSpan.FromSeconds(5) || options.RingFor > TimeSpan.FromMinutes(2))
            faults.Add($"{Key}:RingFor: use 00:00:05 to 00:02:00.");
        if (!Enum.IsDefined(options.AnsweringMachine))
            faults.Add($"{Key}:AnsweringMachine: use HangUp or LeaveMessage.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
