namespace CallerAuth.Identity;

/// <summary>The secret that personal data in the store hangs on. All instances share it.</summary>
internal sealed class PrivacyOptions
{
    public const string Section = "Privacy";

    public const int MinimumKeyLength = 32;

    /// <summary>Base64 of at least 32 random bytes: keys the hashes of national IDs and the seal on what the store keeps.</summary>
    public string NationalIdHashKey { get; set; } = "";

    /// <summary>
    /// Keys of the same form that still open what was sealed and still recognise who was hashed with them. Nothing new is sealed or hashed
    /// with them. A new key stands here in all instances before it becomes the one, and the old one afterwards (docs/privacy.md).
    /// </summary>
    public IList<string>? OtherNationalIdHashKeys { get; set; } = [];

    /// <exception cref="FormatException">Not Base64; the start-up check has refused it before.</exception>
    public byte[] Key() => Convert.FromBase64String(NationalIdHashKey);

    /// <summary>The key, then the others.</summary>
    public IReadOnlyList<byte[]> Keys() => [Key(), .. OtherKeys()];

    public IEnumerable<byte[]> OtherKeys() => (OtherNationalIdHashKeys ?? []).Where(other => other != NationalIdHashKey).Distinct(StringComparer.Ordinal).Select(Convert.FromBase64String);
}
