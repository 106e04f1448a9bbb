using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Statistics;

/// <summary>Refuses a time zone that this machine does not know.</summary>
internal sealed class StatisticsOptionsValidator : IValidateOptions<StatisticsOptions>
{
    public ValidateOptionsResult Validate(string? name, StatisticsOptions options) => TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Agents:TimeZone: this machine knows no zone \"{options.TimeZone}\". Use a name like Europe/Oslo, and see that the image has tzdata.");
}
