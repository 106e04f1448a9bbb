using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>The way to the store is encrypted, and only the right store is at its end.</summary>
public sealed class StoreTlsTests : IDisposable
{
    private readonly TestCertificates _own = new("The company's CA");
    private readonly TestCertificates _other = new("Somebody else's CA");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_under_the_trusted_CA_is_used()
    {
        var redis = await StartAsync();
        await using var store = await StoreUnderTest.OpenAsync(redis, Options(redis, _own.CaPath), Cancellation);

        Assert.True((await store.Calls.SaveAsync(Some.Call())).Saved);
    }

    [Theory]
    [InlineData("another CA")]
    [InlineData("no CA named")]
    [InlineData("another name")]
    [InlineData("expired")]
    public async Task Any_other_store_is_not_talked_to(string what)
    {
        var redis = await StartAsync(hasExpired: what == "expired");
        var ca = what switch { "another CA" => _other.CaPath, "no CA named" => "", _ => _own.CaPath };
        await using var store = await StoreUnderTest.OpenAsync(redis, Options(redis, ca, what == "another name" ? ",sslHost=store.example" : ""), Cancellation);

        await Assert.ThrowsAsync<RedisConnectionException>(() => store.Calls.SaveAsync(Some.Call()).AsTask());
    }

    [Fact]
    public async Task A_store_without_TLS_is_not_talked_to_where_TLS_was_asked_for()
    {
        RedisServer.SkipIfMissing();
        var redis = await RedisServer.StartAsync(Cancellation);
        await using var store = await StoreUnderTest.OpenAsync(redis, Options(redis, _own.CaPath), Cancellation);

        await Assert.ThrowsAsync<RedisConnectionException>(() => store.Calls.SaveAsync(Some.Call()).AsTask());
    }

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    private static StoreOptions Options(RedisServer redis, string ca, string more = "") =>
        new() { ConnectionString = $"{redis.ConnectionString},ssl=true{more}", TrustedCaPath = ca, CommandTimeout = TimeSpan.FromSeconds(2) };

    private async Task<RedisServer> StartAsync(bool hasExpired = false)
    {
        RedisServer.SkipIfMissing();
        var (certificate, key) = _own.Server(hasExpired);
        return await RedisServer.StartAsync(
            ["--port", "0", "--tls-port", "{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", _own.CaPath, "--tls-auth-clients", "no"], Cancellation);
    }
}
