namespace CallerAuth.Identity;

/// <summary>The secret that personal data in the store hangs on. All instances share it; changing it forgets the calls in progress.</summary>
internal sealed class PrivacyOptions
{
    public const string Section = "Privacy";

    public const int MinimumKeyLength = 32;

    /// <summary>Base64 of at least 32 random bytes: keys the hashes of national IDs and the seal on what the store keeps.</summary>
    public string NationalIdHashKey { get; set; } = "";

    /// <exception cref="FormatException">Not Base64; the start-up check has refused it before.</exception>
    public byte[] Key() => Convert.FromBase64String(NationalIdHashKey);
}
