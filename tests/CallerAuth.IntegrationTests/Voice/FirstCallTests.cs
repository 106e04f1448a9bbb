using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Voice;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallerAuth.IntegrationTests.Voice;

/// <summary>What the service plays to itself after its start, so that the first caller does not wait for the compiler.</summary>
public class FirstCallTests
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    public static TheoryData<string> Addresses => ["", "https://callers.example/below/this/path"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task It_is_answered_and_leaves_no_trace(string signedAddress)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, TestContext.Current.CancellationToken);
        var service = world.StartService(settings: signedAddress.Length == 0 ? None : new Dictionary<string, string>(StringComparer.Ordinal) { ["Twilio:RequestValidation:BaseUrlOverride"] = signedAddress });

        var played = await service.Services.GetRequiredService<FirstCall>().Played.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(played);
        Assert.Empty(await service.StoreContentAsync());
        Assert.DoesNotContain(service.Logs.GetSnapshot(), line => line.Level >= LogLevel.Information && line.Message.Contains("CA000", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Logs.GetSnapshot(), line => line.Level >= LogLevel.Warning && line.Category!.StartsWith("CallerAuth.Voice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_store_it_ends_all_the_same()
    {
        await using var world = await World.StartAsync(StoreKind.Redis, TestContext.Current.CancellationToken);
        world.Redis!.Kill();

        var played = await world.StartService().Services.GetRequiredService<FirstCall>().Played.WaitAsync(TestContext.Current.CancellationToken);
        await world.Redis.RestartAsync(TestContext.Current.CancellationToken);

        Assert.False(played);
    }
}
