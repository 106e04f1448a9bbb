using System.Security.Cryptography;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>Where one run keeps its keys, its certificate and its store; gone when the run is over.</summary>
internal sealed class RunFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("callerauth-bench-").FullName;

    /// <summary>The provider's certificate, which the clients of this run trust instead of all others.</summary>
    public string Certificate => System.IO.Path.Combine(Path, "provider.pem");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A file with a new private key for a client assertion; empty where the client authenticates without one.</summary>
    public string ClientKey(string authentication)
    {
        if (authentication == "basic")
            return "";
        var path = File($"client-{authentication}.pem");
        if (System.IO.File.Exists(path))
            return path;
        using AsymmetricAlgorithm key = authentication == "es256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        System.IO.File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
