namespace CallerAuth.Benchmarks.Processes;

/// <summary>The child's side of <see cref="Child"/>: one line in, one line out, until the parent closes the line or is gone.</summary>
internal static class Conversation
{
    public static async Task HoldAsync(Func<string, Task<string>> answerAsync, CancellationToken cancellationToken)
    {
        // Standard input cannot be cancelled, so it is read on a thread of its own; the end of the process ends that as well.
        while (await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken) is { } line)
            Say(await answerAsync(line));
    }

    public static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
