using Microsoft.Extensions.Options;

namespace CallerAuth.Verification;

/// <summary>Refuses a poll engine that would not poll, or never rest.</summary>
internal sealed class VerificationOptionsValidator : IValidateOptions<VerificationOptions>
{
    public ValidateOptionsResult Validate(string? name, VerificationOptions options)
    {
        var faults = new List<string>();
        if (options.PollsAtOnce is < 1 or > 10_000)
            faults.Add("Verification:PollsAtOnce: use 1 to 10000.");
        if (options.LookAtLeastEvery < TimeSpan.FromMilliseconds(50) || options.LookAtLeastEvery > TimeSpan.FromSeconds(2))
            faults.Add("Verification:LookAtLeastEvery: use 00:00:00.050 to 00:00:02; intervals may be as short as a second.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
