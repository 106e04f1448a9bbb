using CallerAuth.Simulator.Listening;

namespace CallerAuth.Tests.Simulator.Listening;

/// <summary>Whether this machine can read aloud. One that cannot skips the test and says why; CI must be able to.</summary>
internal static class SpeakingMachine
{
    private static readonly Task<string?> Problem = Studio.ProblemAsync(CancellationToken.None);

    public static async Task<bool> IsHereAsync() => await Problem is null || IsCI;

    public static async Task RequireAsync()
    {
        if (await Problem is not { } problem)
            return;
        Assert.False(IsCI, problem);
        Assert.Skip(problem);
    }

    private static bool IsCI => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}
