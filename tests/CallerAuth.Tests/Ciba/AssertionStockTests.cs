using System.Collections.Concurrent;
using System.Text;
using CallerAuth.Ciba;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CallerAuth.Tests.Ciba;

public sealed class AssertionStockTests : IDisposable
{
    private readonly CibaRig _rig = new(("Ciba:SigningAlgorithm", "ES256"), ("Ciba:PrivateKeyPath", TestKeys.Write("stock.jwk", TestKeys.PrivateJwk(TestKeys.ClientEc, "stock"))));

    private AssertionStock Stock => _rig.Get<AssertionStock>();

    [Fact]
    public async Task Nothing_is_made_ahead_of_no_use()
    {
        await ReplenishAsync();

        Assert.Equal(0, Stock.Count);
    }

    [Fact]
    public async Task As_many_are_made_as_the_next_second_is_likely_to_need()
    {
        Take(20);
        await ReplenishAsync();
        Assert.Equal(200, Stock.Count);

        // Twenty in each round are what is used, so the stock stays.
        for (var round = 0; round < 50; round++)
        {
            Take(20);
            await ReplenishAsync();
        }

        Assert.Equal(200, Stock.Count);
    }

    [Fact]
    public async Task However_many_are_asked_for_the_stock_is_bounded()
    {
        Take(500);
        await ReplenishAsync();

        Assert.Equal(AssertionStock.Most, Stock.Count);
    }

    [Fact]
    public async Task Each_is_handed_out_once_also_to_many_at_once()
    {
        Take(40);
        var taken = new ConcurrentBag<string>();

        await Task.WhenAll(ReplenishAsync(), Task.Run(() => Parallel.For(0, 1000, _ => taken.Add(Id(Stock.Take())))));

        Assert.Equal(1000, taken.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task One_that_lay_for_thirty_seconds_is_not_handed_out()
    {
        Take(20);
        await ReplenishAsync();
        var made = _rig.Clock.GetUtcNow().ToUnixTimeSeconds();

        _rig.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(made, IssuedAt(Stock.Take()));
        _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(made + 30, IssuedAt(Stock.Take()));
        Assert.Equal(0, Stock.Count);
    }

    [Fact]
    public async Task A_stock_that_nobody_uses_runs_out()
    {
        Take(20);
        for (var round = 0; round < 400; round++)
        {
            await ReplenishAsync();
            _rig.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(0, Stock.Count);
    }

    [Fact]
    public async Task It_fills_while_the_service_runs_and_stops_with_it()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await Stock.StartAsync(cancellationToken);
        Take(5);

        while (Stock.Count == 0)
        {
            _rig.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await Stock.StopAsync(cancellationToken);
        Assert.True(Stock.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task With_a_secret_nothing_is_signed()
    {
        using var rig = new CibaRig(("Ciba:ClientAuthentication", "client_secret_basic"), ("Ciba:ClientSecret", "secret"), ("Ciba:PrivateKeyPath", ""));
        var stock = rig.Get<AssertionStock>();

        await stock.StartAsync(TestContext.Current.CancellationToken);

        await stock.ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _rig.Dispose();

    private void Take(int count)
    {
        for (var i = 0; i < count; i++)
            Stock.Take();
    }

    private Task ReplenishAsync() => Stock.ReplenishAsync(TestContext.Current.CancellationToken);

    private static string Id(byte[] assertion) => new JsonWebToken(Encoding.ASCII.GetString(assertion)).Id;

    private static long IssuedAt(byte[] assertion) => new JsonWebToken(Encoding.ASCII.GetString(assertion)).GetPayloadValue<long>("iat");
}
