using System.Diagnostics;
using System.Security.Cryptography;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>What one signature costs on this machine at this moment, with nothing around it.</summary>
internal static class RawSignature
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    /// <summary>Microseconds of one core, the best of three rounds.</summary>
    public static double MicrosOf(string authentication)
    {
        var input = new byte[300];
        RandomNumberGenerator.Fill(input);
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return authentication switch
        {
            "es256" => Best(() => ecdsa.SignData(input, HashAlgorithmName.SHA256)),
            "rs256" => Best(() => rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            _ => 0,
        };
    }

    private static double Best(Func<byte[]> sign)
    {
        var best = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var before = CpuShot.SecondsOf(Environment.ProcessId);
            var began = Stopwatch.GetTimestamp();
            var count = 0;
            for (; Stopwatch.GetElapsedTime(began) < Round; count++)
                sign();
            best = Math.Min(best, (CpuShot.SecondsOf(Environment.ProcessId) - before) * 1e6 / count);
        }

        return best;
    }
}
