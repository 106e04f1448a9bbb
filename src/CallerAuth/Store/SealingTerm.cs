using System.Security.Cryptography;

namespace CallerAuth.Store;

/// <summary>
/// What one process seals with for a while: a key that is derived under a random salt, which stands in each box. Random nonces are safe for
/// 2³² boxes of one key (NIST SP 800-38D, section 8.3); a term has a sixteenth of that, so it does no harm if a few processes draw the same salt.
/// </summary>
internal sealed class SealingTerm(SealingKey key, byte[] salt)
{
    public const int SaltLength = 4;

    public const int TagLength = 16;

    private const long Most = 1L << 28;

    private readonly byte[] _key = key.Derive(salt);
    private long _boxes;

    public SealingKey Key => key;

    public ReadOnlySpan<byte> Salt => salt;

    public static SealingTerm New(SealingKey key) => new(key, RandomNumberGenerator.GetBytes(SaltLength));

    /// <returns>False when it has sealed as many boxes as it may.</returns>
    public bool TryCount() => Interlocked.Increment(ref _boxes) <= Most;

    public AesGcm NewCipher() => new(_key, TagLength);
}
