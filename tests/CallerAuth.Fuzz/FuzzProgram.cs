using System.Globalization;
using System.Security.Cryptography;

namespace CallerAuth.Fuzz;

/// <summary>
/// <c>TARGET CORPUS_DIR [--seconds N]</c> runs the loop of this process; <c>TARGET --afl</c> is what afl-fuzz starts;
/// <c>TARGET FILE</c> runs one input and shows what it did. Without arguments, the targets.
/// </summary>
internal static class FuzzProgram
{
    private const string FindingsFolder = "artifacts/fuzz";

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case [var name, "--afl"]:
                return UnderAfl(Target.Named(name));
            case [var name, var corpus, .. var rest] when Directory.Exists(corpus):
                return Loop(Target.Named(name), corpus, rest is ["--seconds", var seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 60);
            case [var name, var file] when File.Exists(file):
                CallerAuth.Fuzz.Loop.Listen();
                Target.Named(name).Run(File.ReadAllBytes(file));
                Console.WriteLine("No finding.");
                return 0;
            default:
                Console.WriteLine("TARGET CORPUS_DIR [--seconds N] | TARGET FILE | TARGET --afl");
                foreach (var target in Target.All)
                    Console.WriteLine($"  {target.Name}");
                return 2;
        }
    }

    private static int UnderAfl(Target target)
    {
        SharpFuzz.Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target.Run(input.ToArray());
        });
        return 0;
    }

    private static int Loop(Target target, string corpus, int seconds)
    {
        var loop = new Loop(target, new Random(Environment.TickCount));
        loop.Run(Directory.EnumerateFiles(corpus).Order(StringComparer.Ordinal).Select(File.ReadAllBytes), TimeSpan.FromSeconds(seconds), (input, finding) =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(FindingsFolder, target.Name)).FullName;
            var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
            File.WriteAllBytes(path, input);
            Console.WriteLine($"{path}\n  {finding.Replace("\n", "\n  ", StringComparison.Ordinal)}");
        });
        Console.WriteLine($"{target.Name}: {loop.Executions} executions, {loop.Branches} branches, {loop.Kept} inputs kept, {loop.Findings.Count} findings");
        return loop.Findings.Count == 0 ? 0 : 1;
    }
}
