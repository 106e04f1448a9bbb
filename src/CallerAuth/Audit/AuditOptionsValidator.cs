using Microsoft.Extensions.Options;

namespace CallerAuth.Audit;

/// <summary>Refuses a trail that would forget at once, or never.</summary>
internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
        options.Keep < TimeSpan.FromDays(1) || options.Keep > TimeSpan.FromDays(3660)
            ? ValidateOptionsResult.Fail("Audit:Keep: use 1.00:00:00 to 3660.00:00:00 (a day to ten years), or set Audit:Enabled to false.")
            : ValidateOptionsResult.Success;
}
