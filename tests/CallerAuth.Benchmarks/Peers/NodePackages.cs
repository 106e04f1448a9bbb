using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Peers;

/// <summary>A folder below artifacts/ with packages from npm, fetched when they are first asked for.</summary>
internal sealed class NodePackages(string folder, string packages)
{
    private static readonly TimeSpan MayTake = TimeSpan.FromMinutes(2);

    private readonly string _folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", folder));

    public static string? Node { get; } = Find("node");

    private static string? Npm { get; } = Find("npm");

    /// <returns>Why they cannot be had, or null.</returns>
    public async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        if (Node is null || Npm is null)
            return "node and npm are not installed";
        // The list is written when all are there.
        var list = Path.Combine(_folder, "installed");
        if (File.Exists(list) && await File.ReadAllTextAsync(list, cancellationToken) == packages)
            return null;
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "package.json"), """{"private":true}""", cancellationToken);
        await using var install = Child.Start("npm", Npm, ["install", "--prefix", _folder, "--no-audit", "--no-fund", "--loglevel", "error", .. packages.Split(' ')]);
        install.Ignore();
        await install.EndedAsync(cancellationToken).WaitAsync(MayTake, TimeProvider.System, cancellationToken);
        if (packages.Split(' ').Any(package => !Directory.Exists(Path.Combine(_folder, "node_modules", package[..package.LastIndexOf('@')]))))
            return $"npm could not install {packages}";
        await File.WriteAllTextAsync(list, packages, cancellationToken);
        return null;
    }

    /// <summary>Puts a program beside node_modules, where its imports are found.</summary>
    public string Place(string program)
    {
        var placed = Path.Combine(_folder, Path.GetFileName(program));
        File.Copy(program, placed, overwrite: true);
        return placed;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);
}
