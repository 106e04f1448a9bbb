using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallerAuth.Store;
using CallerAuth.Tests.Contracts;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace CallerAuth.Tests.Store;

public class StoreOptionsValidatorTests
{
    [Theory]
    [InlineData("Development", "", false, true)]
    [InlineData("Production", "", false, false)]
    [InlineData("Staging", "", false, false)]
    [InlineData("Production", "", true, true)]
    [InlineData("Production", "redis.internal:6380,ssl=true", false, true)]
    public void Without_a_connection_string_the_embedded_store_is_for_Development_or_by_request(string environment, string connectionString, bool embedded, bool good) =>
        Assert.Equal(
            good ? [] : ["Store:ConnectionString"],
            Faults.KeysIn(In(environment), new StoreOptions { ConnectionString = connectionString, Embedded = embedded }));

    [Fact]
    public void Both_stores_at_once() =>
        Assert.Equal(["Store:Embedded"], Faults.KeysIn(In("Production"), new StoreOptions { ConnectionString = "redis:6379", Embedded = true }));

    [Theory]
    [InlineData("password=hush")]
    [InlineData("redis:6379,nonsense=hush")]
    [InlineData("redis:6379,ssl=hush")]
    public void A_connection_string_that_cannot_be_read_is_not_repeated(string connectionString)
    {
        var fault = Assert.Single(Faults.In(In("Production"), new StoreOptions { ConnectionString = connectionString }));

        Assert.StartsWith("Store:ConnectionString: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once() => Assert.Equal(
        ["Store:ConnectionString", "Store:KeyPrefix", "Store:CommandTimeout"],
        Faults.KeysIn(In("Production"), new StoreOptions { KeyPrefix = "{a}", CommandTimeout = TimeSpan.FromSeconds(2) }));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a{b")]
    [InlineData("å")]
    public void A_prefix_that_would_not_make_a_plain_key(string prefix) =>
        Assert.Equal(["Store:KeyPrefix"], Faults.KeysIn(In("Development"), new StoreOptions { KeyPrefix = prefix }));

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    [InlineData(1400, true)]
    [InlineData(1401, false)]
    public void Two_commands_fit_into_the_answer_to_a_webhook(int milliseconds, bool good) => Assert.Equal(
        good ? [] : ["Store:CommandTimeout"],
        Faults.KeysIn(In("Development"), new StoreOptions { CommandTimeout = TimeSpan.FromMilliseconds(milliseconds) }));

    [Theory]
    [InlineData("redis:6380,ssl=true", "certificate", true)]
    [InlineData("redis:6379", "certificate", false)]
    [InlineData("redis:6380,ssl=true", "no certificate", false)]
    [InlineData("redis:6380,ssl=true", "gone", false)]
    public void A_trusted_CA_is_a_certificate_and_needs_TLS(string connectionString, string file, bool good)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var key = RSA.Create(2048);
            var now = TimeProvider.System.GetUtcNow();
            using var ca = new CertificateRequest("CN=CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now, now.AddDays(1));
            File.WriteAllText(path, file == "certificate" ? ca.ExportCertificatePem() : file);

            var options = new StoreOptions { ConnectionString = connectionString, TrustedCaPath = file == "gone" ? path + ".gone" : path };

            Assert.Equal(good ? [] : ["Store:TrustedCaPath"], Faults.KeysIn(In("Production"), options));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static StoreOptionsValidator In(string environment) => new(new Host { EnvironmentName = environment });

    private sealed class Host : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "CallerAuth";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
