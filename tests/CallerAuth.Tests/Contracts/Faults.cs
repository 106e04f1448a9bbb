using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Contracts;

/// <summary>What a validator says, and that each fault names its key first and then says how to mend it.</summary>
internal static class Faults
{
    public static string[] In<T>(IValidateOptions<T> validator, T options)
        where T : class
    {
        string[] faults = [.. validator.Validate(null, options).Failures ?? []];

        Assert.All(faults, fault =>
        {
            Assert.Matches(@"^[A-Z][A-Za-z0-9]*(:[^\s]+)*( and [A-Za-z:]+)?: ", fault);
            Assert.EndsWith(".", fault, StringComparison.Ordinal);
        });
        return faults;
    }

    /// <summary>The keys of the faults, in their order.</summary>
    public static string[] KeysIn<T>(IValidateOptions<T> validator, T options)
        where T : class =>
        [.. In(validator, options).Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)])];
}
