using CallerAuth.Ciba;
using CallerAuth.Tests.Identity;

namespace CallerAuth.Tests.Ciba;

/// <summary>Starts in ping mode (CIBA Core §7.1).</summary>
public sealed class PingTests : IDisposable
{
    private const string Id = "0a3f9c0d1e2b4a5968778695a4";

    private readonly CibaRig _rig = new(("Ciba:TokenDelivery", "ping"));

    [Fact]
    public async Task A_start_brings_a_token_for_the_notification()
    {
        Offer("""["poll","ping"]""");

        Assert.IsType<StartResult.Started>(await StartAsync(Id));

        var token = Assert.Single(_rig.Provider.Starts).Single("client_notification_token");
        Assert.True(_rig.Get<NotificationTokens>().TryRead(token, out var id));
        Assert.Equal(Id, id);
        Assert.All(_rig.Logs, line => Assert.DoesNotContain(token, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_poll_mode_none_is_sent()
    {
        using var rig = new CibaRig();

        await rig.Client.StartAsync(rig.Norwegian, The.Norwegian(), CallInitiator.User, null, Id, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("client_notification_token", Assert.Single(rig.Provider.Starts).Form.Keys);
    }

    [Theory]
    [InlineData("""["poll"]""")]
    [InlineData("""["push"]""")]
    [InlineData("[]")]
    [InlineData("\"ping\"")]
    [InlineData(null)]
    public async Task A_provider_without_ping_is_refused_with_the_mend(string? modes)
    {
        if (modes is not null)
            Offer(modes);

        var result = Assert.IsType<StartResult.Unavailable>(await StartAsync(Id));

        Assert.Contains("set Ciba:TokenDelivery to Poll", result.Why, StringComparison.Ordinal);
        Assert.Empty(_rig.Provider.Starts);
        Assert.Contains(_rig.Logs, line => line.Contains("backchannel_token_delivery_modes_supported", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_that_names_no_verification_is_our_own_mistake()
    {
        Offer("""["ping"]""");

        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(null));

        Assert.Empty(_rig.Provider.Requests);
    }

    public void Dispose() => _rig.Dispose();

    private Task<StartResult> StartAsync(string? verificationId) =>
        _rig.Client.StartAsync(_rig.Norwegian, The.Norwegian(), CallInitiator.User, null, verificationId, TestContext.Current.CancellationToken);

    private void Offer(string modes) => _rig.Provider.DiscoveryDocument =
        _rig.Provider.DiscoveryDocument.Replace("\"claims_supported\"", $"\"backchannel_token_delivery_modes_supported\":{modes},\"claims_supported\"", StringComparison.Ordinal);
}
