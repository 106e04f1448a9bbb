using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Conventions;

/// <summary>A file of the service and the room it lies in; the empty room is the top, where Program and Startup are.</summary>
internal sealed record Source(string Room, string Path, string[] Lines)
{
    public static readonly IReadOnlyList<Source> All = Read();

    /// <summary>The service, and the part of it that is a library.</summary>
    private static List<Source> Read() => [.. Under(Repository.PathOf("src", "CallerAuth")), .. Under(Repository.PathOf("src", "CallerAuth.Ciba"))];

    private static List<Source> Under(string top)
    {
        return
        [
            .. from file in Directory.EnumerateFiles(top, "*.cs", SearchOption.AllDirectories)
               let path = System.IO.Path.GetRelativePath(top, file).Replace('\\', '/')
               where !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal)
               select new Source(path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : "", path, File.ReadAllLines(file)),
        ];
    }
}
