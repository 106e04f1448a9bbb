using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>Requested verifications in the store: one change at a time, and an end for what nobody ends.</summary>
public class RequestBookTests
{
    private static readonly VerificationId Id = VerificationId.TryParse("07" + new string('a', 24), out var id) ? id : default;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_start_that_never_came_back_is_unverified_when_it_is_read_after_its_deadline(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var book = BookOn(store);
        await book.BeginAsync(Starting());

        _time.Advance(RequestFlow.StartAtMost - TimeSpan.FromSeconds(1));
        var before = await book.FindAsync(Id);
        _time.Advance(TimeSpan.FromSeconds(1));
        var after = await book.FindAsync(Id);
        var late = await book.ChangeAsync(Id, (request, now) => request.Started(new VerificationStart.Running(null, TimeSpan.FromMinutes(3)), now));

        Assert.IsType<RequestState.Starting>(before!.State);
        Assert.Equal((new RequestState.Unverified(UnverifiedReason.Error), 2), ((RequestState.Unverified)after!.State, after.Version));
        Assert.False(late.Changed);
        Assert.Equal(after, late.After);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Of_an_approval_and_a_cancel_at_once_one_counts(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var book = BookOn(store);
        await book.BeginAsync(Starting());

        var changes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => i % 2 == 0
            ? book.ChangeAsync(Id, (request, now) => request.Ended(new VerificationOutcome.Declined(), now))
            : book.ChangeAsync(Id, (request, now) => request.Cancelled(now))));

        Assert.Single(changes, change => change.Changed);
        Assert.Equal(2, (await book.FindAsync(Id))!.Version);
        Assert.All(changes, change => Assert.Equal(changes.Single(one => one.Changed).After, change.After));
    }

    [Fact]
    public async Task An_end_that_was_written_and_not_told_is_told_when_the_engine_tells_it_again()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var listener = new Listener();
        await BookOn(store).BeginAsync(Starting());
        // An instance that dies here has told nobody.
        await BookOn(store).ChangeAsync(Id, (request, now) => request.Ended(new VerificationOutcome.Declined(), now));

        await new DeskWaiter(BookOn(store, listener), null!).EndedAsync(Id, DeskWaiter.For(Id), new VerificationOutcome.Declined(), Cancellation);

        Assert.Equal((2, UnverifiedReason.Declined), ((int)Assert.Single(listener.Told).Version, ((RequestState.Unverified)listener.Told[0].State).Reason));
    }

    [Fact]
    public async Task The_engine_is_asked_to_tell_it_again_while_a_listener_has_too_much_to_do()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var (busy, other) = (new Listener { IsBusy = true }, new Listener());
        var book = BookOn(store, busy, other);
        await book.BeginAsync(Starting());
        var waiter = new DeskWaiter(book, null!);

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiter.EndedAsync(Id, DeskWaiter.For(Id), new VerificationOutcome.Declined(), Cancellation));
        busy.IsBusy = false;
        await waiter.EndedAsync(Id, DeskWaiter.For(Id), new VerificationOutcome.Declined(), Cancellation);

        Assert.Single(busy.Told, told => told.HasEnded);
        Assert.Equal(2, other.Told.Count(told => told.HasEnded));
    }

    [Fact]
    public async Task A_step_is_told_once_and_a_busy_listener_stops_nobody()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var other = new Listener();
        var book = BookOn(store, new Listener { IsBusy = true }, other);
        await book.BeginAsync(Starting());

        var (changed, after) = await book.ChangeAsync(Id, Running);
        var again = await book.ChangeAsync(Id, Running);

        Assert.True(changed);
        Assert.IsType<RequestState.Pending>(after!.State);
        Assert.False(again.Changed);
        Assert.Equal([1, 2], other.Told.Select(told => (int)told.Version));
    }

    [Fact]
    public async Task While_a_listener_is_busy_few_wait_for_it_and_the_others_hear_of_an_end_once()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        var (busy, other) = (new Listener(), new Listener());
        var book = BookOn(store, busy, other);
        await book.BeginAsync(Starting());
        busy.IsBusy = true;
        using var errands = new Errands(_time, NullLogger<Errands>.Instance);
        var log = new FakeLogger<RequestCloser>();
        var closer = new RequestCloser(book, errands, log);

        // Each runs to its first pause before the next one begins to wait.
        var waiting = new List<Task>();
        for (var i = 0; i < RequestCloser.MostAtOnce; i++)
            waiting.Add(closer.InsistAsync(Id, NotStarted, new HashSet<IRequestListener>(i == 0 ? [] : [other]), Cancellation));
        await WatchAsync(() => busy.Refused >= RequestCloser.MostAtOnce);
        await closer.InsistAsync(Id, NotStarted, new HashSet<IRequestListener> { other }, Cancellation);

        Assert.Equal(7021, Assert.Single(log.Collector.GetSnapshot()).Id.Id);
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        busy.IsBusy = false;
        for (var looks = 0; waiting.Any(one => !one.IsCompleted) && looks < 400; looks++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        Assert.All(waiting, one => Assert.True(one.IsCompletedSuccessfully));
        Assert.Single(other.Told, told => told.HasEnded);
        await closer.InsistAsync(Id, NotStarted, new HashSet<IRequestListener>(), Cancellation);
        Assert.Single(log.Collector.GetSnapshot());
    }

    private static RequestedVerification Running(RequestedVerification request, DateTimeOffset now) => request.Started(new VerificationStart.Running(null, TimeSpan.FromMinutes(3)), now);

    private static RequestedVerification NotStarted(RequestedVerification request, DateTimeOffset now) => request.Started(new VerificationStart.Faulty(), now);

    private static async Task WatchAsync(Func<bool> wished)
    {
        for (var looks = 0; !wished(); looks++)
        {
            Assert.True(looks < 400, "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Cancellation);
        }
    }

    private RequestBook BookOn(StoreUnderTest store, params IRequestListener[] listeners)
    {
        var services = new ServiceCollection();
        foreach (var listener in listeners)
            services.AddSingleton(listener);
        return new(
            new RequestStore(store.Connection, store.Keys, store.Sealer), new RequestNews(store.Connection, store.Keys), services.BuildServiceProvider(), _time, NullLogger<RequestBook>.Instance);
    }

    private RequestedVerification Starting() => new()
    {
        Id = Id,
        Line = "+4721000000",
        EId = "no-bankid",
        Initiator = CallInitiator.User,
        AskedBy = "agent:kari",
        AskedAt = _time.GetUtcNow(),
        Person = "0123456789abcdef",
        State = new RequestState.Starting(),
        ChangedAt = _time.GetUtcNow(),
    };

    private sealed class Listener : IRequestListener
    {
        private int _refused;

        public bool IsBusy { get; set; }

        public int Refused => Volatile.Read(ref _refused);

        public List<RequestedVerification> Told { get; } = [];

        public bool TryTell(RequestedVerification verification)
        {
            if (IsBusy)
            {
                Interlocked.Increment(ref _refused);
                return false;
            }

            lock (Told)
                Told.Add(verification);
            return true;
        }
    }
}
