using CallerAuth.Lines;

namespace CallerAuth.Agents.Access;

/// <summary>The word of an identity provider that opens every line: one that was chosen here on purpose, and nothing that a line may be called by itself.</summary>
internal static class AllLines
{
    /// <returns>What is wrong about a section's <c>AllLinesValue</c>, or null.</returns>
    public static string? FaultIn(string section, string linesClaim, string value)
    {
        if (value.Length == 0)
            return null;
        if (linesClaim.Length == 0)
            return $"{section}:AllLinesValue: needs {section}:LinesClaim beside it; without a claim of lines everybody is let in for all.";
        return value == LinesOptions.AnyOther || value[0] == '+' || value.Any(char.IsWhiteSpace)
            ? $"{section}:AllLinesValue: use a word without spaces that is no line's name or number, such as all-lines; {LinesOptions.AnyOther} is the line of the numbers that have none of their own."
            : null;
    }
}
