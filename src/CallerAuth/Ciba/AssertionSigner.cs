using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CallerAuth.Ciba;

/// <summary>Signs with the client's private key (RFC 7518 §3.3 to §3.5). An open key serves one thread at a time, so each that signs at once gets its own, and gives it back.</summary>
internal sealed class AssertionSigner(string algorithm, string keyId, Func<AsymmetricAlgorithm> open) : IDisposable
{
    private readonly ConcurrentBag<AsymmetricAlgorithm> _open = [];

    /// <summary>One of <see cref="CibaOptionsValidator.Algorithms"/>.</summary>
    public string Algorithm => algorithm;

    public string KeyId => keyId;

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var key = _open.TryTake(out var kept) ? kept : open();
        try
        {
            return key is RSA rsa
                ? rsa.SignData(data, HashAlgorithmName.SHA256, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
                : ((ECDsa)key).SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            _open.Add(key);
        }
    }

    public void Dispose()
    {
        while (_open.TryTake(out var key))
            key.Dispose();
    }
}
