using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>A CA of the test's own and certificates of servers under it, as PEM files that go with the test.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-tls-").FullName;
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _ca;

    public TestCertificates(string name)
    {
        var request = Request($"CN={name}", _key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _ca = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
        CaPath = Write("ca.pem", _ca.ExportCertificatePem());
    }

    public string CaPath { get; }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A certificate for 127.0.0.1.</summary>
    public (string CertificatePath, string KeyPath) Server(bool hasExpired = false)
    {
        using var key = RSA.Create(2048);
        var request = Request("CN=store", key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(_ca, Now.AddDays(-20), Now.AddDays(hasExpired ? -1 : 10), RandomNumberGenerator.GetBytes(8));
        return (Write("server.pem", certificate.ExportCertificatePem()), Write("server.key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose()
    {
        _ca.Dispose();
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static CertificateRequest Request(string subject, RSA key) => new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private string Write(string file, string text)
    {
        var path = Path.Combine(_directory, file);
        File.WriteAllText(path, text);
        return path;
    }
}
