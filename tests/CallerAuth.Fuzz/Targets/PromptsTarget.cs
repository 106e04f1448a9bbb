using CallerAuth.Voice;

namespace CallerAuth.Fuzz.Targets;

/// <summary>A prompt from the settings, and on a second line what its placeholders are filled with.</summary>
internal static class PromptsTarget
{
    public static void Run(byte[] input)
    {
        var lines = Input.Lines(input, 2);
        Check(lines[0], lines[1]);
    }

    public static void Check(string line, string value)
    {
        var placeholders = Prompts.Placeholders(line);
        Finding.Unless(placeholders.All(name => !name.Contains('}', StringComparison.Ordinal) && line.Contains($"{{{name}}}", StringComparison.Ordinal)), "a placeholder that is not in the line");

        var filled = Prompts.Fill(line, [.. placeholders.Select(name => (name, value))]);
        Finding.Unless(filled.Length <= line.Length + (line.Count(c => c == '{') * value.Length), "a line that grew by more than its values");
        if (placeholders.Count == 0)
        {
            Finding.Unless(filled == line, "a line without placeholders that changed");
            return;
        }

        // Nothing of a value is read for placeholders, so a second name brings the same as the first.
        Finding.Unless(Prompts.Fill(line, [.. placeholders.Select(name => (name, "{org}"))]).Contains("{org}", StringComparison.Ordinal), "a value that was read for placeholders");
        try
        {
            Prompts.Fill(line);
            throw new Finding("a placeholder that nobody fills was spoken");
        }
        catch (ArgumentException)
        {
            // Its documented way to say no.
        }
    }
}
