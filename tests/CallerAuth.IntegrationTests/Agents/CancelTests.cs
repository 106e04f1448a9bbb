using System.Collections.Concurrent;
using System.Net;
using CallerAuth.Agents.Requests;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Verification;
using Microsoft.Extensions.DependencyInjection;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>A cancel that is repeated does what the first one could not, and everybody hears of the end.</summary>
public class CancelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancel_whose_answer_was_lost_ends_the_polling_when_it_is_repeated()
    {
        var heard = new Listener();
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(services: services => services.AddSingleton<IRequestListener>(heard));
        using var api = new ApiClient(service.Url);
        var (id, known) = await PendingAsync(api, 485);
        // The store has taken the end, and whoever wrote it never learned that.
        var store = service.Services.GetRequiredService<RequestStore>();
        await store.SaveAsync((await store.FindAsync(known))!.Cancelled(TimeProvider.System.GetUtcNow()));

        var answer = await api.CancelAsync(id, Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Empty(await service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        await UntilAsync(() => heard.Ends == 1);
    }

    [Fact]
    public async Task A_cancelled_end_is_told_until_nobody_is_too_busy_and_once_to_whoever_has_heard_it()
    {
        var (busy, other) = (new Listener(), new Listener());
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService(services: services => services.AddSingleton<IRequestListener>(busy).AddSingleton<IRequestListener>(other));
        using var api = new ApiClient(service.Url);
        var (id, _) = await PendingAsync(api, 486);
        busy.IsBusy = true;

        var answer = await api.CancelAsync(id, Cancellation);
        await UntilAsync(() => busy.Refused >= 2);
        busy.IsBusy = false;

        await UntilAsync(() => busy.Ends == 1);
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal(1, other.Ends);
    }

    private static async Task<(string Id, VerificationId Known)> PendingAsync(ApiClient api, int person)
    {
        var id = (await api.StartAsync(ApiClient.Norwegian(People.Norwegian(person).NationalId, Line.Nordlys), Cancellation))["id"]!;
        await api.UntilPendingAsync(id, Cancellation);
        Assert.True(VerificationId.TryParse(id, out var known));
        return (id, known);
    }

    private static async Task UntilAsync(Func<bool> wished)
    {
        for (var looks = 0; !wished(); looks++)
        {
            Assert.True(looks < 400, "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private sealed class Listener : IRequestListener
    {
        private readonly ConcurrentQueue<RequestedVerification> _told = new();
        private int _refused;
        private volatile bool _isBusy;

        public bool IsBusy
        {
            get => _isBusy;
            set => _isBusy = value;
        }

        public int Refused => Volatile.Read(ref _refused);

        public int Ends => _told.Count(one => one.HasEnded);

        public bool TryTell(RequestedVerification verification)
        {
            if (IsBusy)
            {
                Interlocked.Increment(ref _refused);
                return false;
            }

            _told.Enqueue(verification);
            return true;
        }
    }
}
