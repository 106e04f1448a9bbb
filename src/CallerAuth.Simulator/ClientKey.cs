using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Simulator;

/// <summary>The service's key for private_key_jwt, made anew for each run.</summary>
internal sealed class ClientKey(RSAParameters key) : IDisposable
{
    private readonly RSA _rsa = RSA.Create(key);

    /// <summary>A key that no simulator has.</summary>
    public ClientKey()
        : this(RunKeys.New())
    {
    }

    public string KeyId { get; } = Guid.NewGuid().ToString("N");

    public string PrivatePem => _rsa.ExportPkcs8PrivateKeyPem();

    public JsonWebKey PublicJwk => JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(includePrivateParameters: false)) { KeyId = KeyId });

    public void Dispose() => _rsa.Dispose();
}
