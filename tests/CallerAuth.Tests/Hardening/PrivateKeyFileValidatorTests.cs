using System.Runtime.Versioning;
using CallerAuth.Ciba;
using CallerAuth.Hardening;
using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Hardening;

[UnsupportedOSPlatform("windows")]
public sealed class PrivateKeyFileValidatorTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-key-").FullName;

    public PrivateKeyFileValidatorTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files.");

    [Theory]
    [InlineData("600", true)]
    [InlineData("400", true)]
    [InlineData("440", true)]
    [InlineData("640", true)]
    [InlineData("644", false)]
    [InlineData("604", false)]
    [InlineData("660", false)]
    [InlineData("602", false)]
    public void The_key_is_for_the_service_and_at_most_its_group(string mode, bool good) =>
        Assert.Equal(good ? [] : ["Ciba:PrivateKeyPath"], Faults.KeysIn(In("Production"), Key(mode)));

    [Fact]
    public void A_link_is_judged_by_what_it_leads_to()
    {
        var options = Key("400");
        var link = Path.Combine(_directory, "link");
        File.CreateSymbolicLink(link, options.PrivateKeyPath);
        options.PrivateKeyPath = link;

        Assert.Empty(Faults.In(In("Production"), options));
    }

    [Fact]
    public void A_developers_key_may_lie_open() => Assert.Empty(Faults.In(In("Development"), Key("644")));

    [Fact]
    public void A_key_that_is_not_used_or_not_there_is_not_judged()
    {
        var unused = Key("644");
        unused.ClientAuthentication = ClientAuthentication.ClientSecretPost;

        Assert.Empty(Faults.In(In("Production"), unused));
        Assert.Empty(Faults.In(In("Production"), new CibaOptions { PrivateKeyPath = Path.Combine(_directory, "gone") }));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static PrivateKeyFileValidator In(string environment) => new(new HostOf(environment));

    private CibaOptions Key(string mode)
    {
        var path = Path.Combine(_directory, "key.pem");
        File.WriteAllText(path, "");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        return new CibaOptions { PrivateKeyPath = path };
    }
}
