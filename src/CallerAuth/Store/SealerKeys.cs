using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using CallerAuth.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CallerAuth.Store;

/// <summary>
/// The key ring of Data Protection without a place where it is kept: each key and its id are derived (HKDF-SHA256, RFC 5869) from a secret
/// that all instances are configured with, so they share the ring, and a store that is away or copied has no part in it.
/// </summary>
internal sealed class SealerKeys(PrivacyOptions privacy) : IXmlRepository
{
    public static readonly AuthenticatedEncryptorConfiguration Algorithm = new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM };

    /// <summary>What the ring asks of a master key for this algorithm.</summary>
    private const int KeyLength = 64;

    private const int IdLength = 16;

    /// <summary>The ring seals with the key that became active last. The dates say nothing but that order, in every instance the same.</summary>
    private static readonly DateTimeOffset CurrentSince = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyCollection<XElement> GetAllElements() => [.. privacy.Keys().Select((secret, age) => KeyFrom(secret, CurrentSince.AddDays(-age)))];

    public void StoreElement(XElement element, string friendlyName) => throw new NotSupportedException("Keys are derived and never made.");

    private static XElement KeyFrom(byte[] secret, DateTimeOffset activeSince)
    {
        using var key = new Secret(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyLength, info: "callerauth data protection v1"u8.ToArray()));
        var id = new Guid(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, IdLength, info: "callerauth data protection key id v1"u8.ToArray()));
        var descriptor = new AuthenticatedEncryptorDescriptor(Algorithm, key).ExportToXml();
        return new XElement(
            "key",
            new XAttribute("id", id),
            new XAttribute("version", 1),
            new XElement("creationDate", Text(activeSince)),
            new XElement("activationDate", Text(activeSince)),
            new XElement("expirationDate", Text(DateTimeOffset.MaxValue)),
            new XElement("descriptor", new XAttribute("deserializerType", descriptor.DeserializerType.AssemblyQualifiedName!), descriptor.SerializedDescriptorElement));
    }

    private static string Text(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);
}
