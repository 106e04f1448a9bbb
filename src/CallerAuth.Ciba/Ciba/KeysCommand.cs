using System.Security.Cryptography;

namespace CallerAuth.Ciba;

/// <summary>
/// The operator's <c>keys new</c> command: makes a key that signs client assertions, in a file that only its owner may read, and prints
/// the public half for the provider and the settings for us. Never writes over a file.
/// </summary>
internal static class KeysCommand
{
    public const string Word = "keys";

    private const int Failed = 1;
    private const int Misused = 2;
    private const int RsaBits = 2048;

    private const string Usage = """
        CallerAuth keys new [--algorithm RS256|PS256|ES256] [--out FILE]
            --algorithm  what the provider takes; RS256 (Idura) unless given
            --out        where the private key goes; callerauth-key.pem unless given
        """;

    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, TextWriter errors)
    {
        if (Read(words) is not var (algorithm, path))
        {
            await errors.WriteLineAsync(Usage);
            return Misused;
        }

        try
        {
            await WriteAsync(path, NewKey(algorithm));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(File.Exists(path) ? $"{path} is there already, and a key is not written over: name another file with --out." : $"{path} cannot be written: {e.GetType().Name}.");
            return Failed;
        }

        var options = new CibaOptions { PrivateKeyPath = path, SigningAlgorithm = algorithm };
        if (!SigningKey.TryLoad(options, out var credentials, out var fault))
        {
            await errors.WriteLineAsync(fault);
            return Failed;
        }

        await output.WriteLineAsync($"""
            The private key is in {path}. Keep it where the service alone can read it.

            Register this at the provider (at Idura: the application's Client JWKS):
            {PublicJwks.Of(credentials)}

            And set:
            Ciba__PrivateKeyPath={path}
            Ciba__SigningAlgorithm={algorithm}
            """);
        return 0;
    }

    private static (string Algorithm, string Path)? Read(IReadOnlyList<string> words)
    {
        var (algorithm, path) = ("RS256", "callerauth-key.pem");
        if (words is not ["new", ..])
            return null;
        foreach (var option in words.Skip(1).Chunk(2))
        {
            switch (option)
            {
                case ["--algorithm", "RS256" or "PS256" or "ES256"]:
                    algorithm = option[1];
                    break;
                case ["--out", { Length: > 0 }]:
                    path = option[1];
                    break;
                default:
                    return null;
            }
        }

        return (algorithm, Path.GetFullPath(path));
    }

    private static string NewKey(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm == "ES256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaBits);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static async Task WriteAsync(string path, string pem)
    {
        var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new StreamWriter(path, access);
        await file.WriteLineAsync(pem);
    }
}
