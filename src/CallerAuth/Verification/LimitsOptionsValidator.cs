using Microsoft.Extensions.Options;

namespace CallerAuth.Verification;

/// <summary>Refuses limits that cannot be counted, or of which one could never be reached.</summary>
internal sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    /// <summary>Each start is remembered by itself while its window lasts.</summary>
    private const int MostOfAll = 100_000;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);

    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var faults = new List<string>();
        Check("Limits:PerPerson", options.PerPerson, faults);
        Check("Limits:PerCallingNumber", options.PerCallingNumber, faults);
        Check("Limits:PerLine", options.PerLine, faults);
        Check("Limits:Overall", options.Overall, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <param name="key">Of the limit.</param>
    /// <param name="limit">As it was set.</param>
    /// <param name="faults">Gets what is wrong with it.</param>
    public static void Check(string key, LimitsOptions.Limit limit, List<string> faults)
    {
        Check($"{key}:Short", limit.Short, faults);
        Check($"{key}:Long", limit.Long, faults);
        if (limit.Short.Most == 0 || limit.Long.Most == 0)
            return;
        if (limit.Long.Within <= limit.Short.Within)
            faults.Add($"{key}:Long:Within: not longer than {key}:Short:Within. Make it longer, or set {key}:Long:Most to 0.");
        else if (limit.Long.Most <= limit.Short.Most)
            faults.Add($"{key}:Long:Most: not more than {key}:Short:Most, which could then never be reached twice. Allow more, or set {key}:Short:Most to 0.");
    }

    private static void Check(string key, LimitsOptions.Window window, List<string> faults)
    {
        if (window.Most is < 0 or > MostOfAll)
            faults.Add($"{key}:Most: use 1 to {MostOfAll}, or 0 for no limit.");
        if (window.Within < TimeSpan.FromSeconds(1) || window.Within > LongestWindow)
            faults.Add($"{key}:Within: use 00:00:01 to 7.00:00:00 (seven days).");
    }
}
