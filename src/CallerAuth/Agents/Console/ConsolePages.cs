namespace CallerAuth.Agents.Console;

/// <summary>The pages in the bar, by their path.</summary>
internal static class ConsolePages
{
    public static readonly IReadOnlyList<(string Path, ConsoleWord Word)> All = [("agent", ConsoleWord.Calls), ("agent/today", ConsoleWord.Today)];
}
