using System.Security.Cryptography;

namespace CallerAuth.Simulator;

/// <summary>
/// The RSA keys of this run, one for each role and shared by all simulators in the process: to find one takes a core a good part of a second, and a suite plays hundreds of worlds.
/// Each simulator opens them for itself and gives them names of its own.
/// </summary>
internal static class RunKeys
{
    private const int Bits = 2048;

    private static readonly Lazy<RSAParameters> OfClient = new(New);
    private static readonly Lazy<RSAParameters> OfProvider = new(New);
    private static readonly Lazy<RSAParameters> OfStranger = new(New);
    private static readonly Lazy<RSAParameters> OfStaff = new(New);

    public static RSAParameters Client => OfClient.Value;

    public static RSAParameters Provider => OfProvider.Value;

    /// <summary>Of somebody who signs tokens without being the provider.</summary>
    public static RSAParameters Stranger => OfStranger.Value;

    /// <summary>Of the provider at which agents sign in.</summary>
    public static RSAParameters Staff => OfStaff.Value;

    /// <summary>
    /// Finds the provider's key in the background. No answer may wait for it: on a busy machine that took more than the five seconds after which the service holds the provider for unavailable.
    /// </summary>
    public static void Prepare() => _ = Task.Run(static () => OfProvider.Value);

    /// <summary>A key that nobody has yet.</summary>
    public static RSAParameters New()
    {
        using var rsa = RSA.Create(Bits);
        return rsa.ExportParameters(includePrivateParameters: true);
    }
}
