using CallerAuth.Ciba;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Verification;

/// <summary>A shard on both stores: whose it is, and what its owner alone may write.</summary>
public class ShardLedgerTests
{
    private const string Us = "us";
    private const string Them = "them";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_is_begun_is_due_one_interval_later(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store, interval: TimeSpan.FromSeconds(30), wait: TimeSpan.FromMinutes(2));

        var (poll, delay) = Assert.Single(await TakenAsync(store, Us, id.Shard, gone: null));

        Assert.Equal(id, poll.Id);
        Assert.InRange(delay, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(30));
        Assert.Equal(("no-bankid", TimeSpan.FromSeconds(30)), (poll.EId!.Name, poll.Interval));
        Assert.Null(poll.Outcome);
        Assert.InRange(poll.ExpiresAt, 100_000, 180_000);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_shard_has_one_owner_until_that_one_is_known_to_be_gone(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);

        var takers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => store.Ledger.TakeAsync($"instance {i}", 7, gone: null)));
        var owner = takers.Single(taken => taken.Now is null ? false : taken.Owner.Length == 0);
        var name = takers.First(taken => taken != owner).Owner;

        Assert.Null((await store.Ledger.TakeAsync(Them, 7, gone: null)).Now);
        Assert.Null((await store.Ledger.TakeAsync(Them, 7, gone: "somebody else")).Now);
        Assert.Equal(name, (await store.Ledger.TakeAsync(Them, 7, gone: name)).Owner);
        Assert.Null((await store.Ledger.TakeAsync(name, 7, gone: null)).Now);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_owner_is_told_of_what_others_begin_and_cancel_and_of_what_it_does_itself_it_knows(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var before = await BeginAsync(store);
        await store.Ledger.TakeAsync(Us, before.Shard, gone: null);
        var begun = await BeginAsync(store);
        var cancelled = await BeginAsync(store);
        await store.Verifications.CancelAsync(cancelled, store.Hasher.Hash(Some.NationalId()).Value, orderStaysOpen: false);
        store.Desk.Instance = Us;
        var own = await BeginAsync(store);

        var news = await store.Ledger.LookAsync(Us, before.Shard);

        Assert.Equal([before, begun, cancelled], news!.Begun);
        Assert.Equal([cancelled], news.Cancelled);
        Assert.Empty((await store.Ledger.LookAsync(Us, before.Shard))!.Begun);
        Assert.True(store.Desk.HandedIn.TryRead(out var handedIn));
        Assert.Equal(own, Assert.IsType<HandedIn.Begun>(handedIn).Id);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Whoever_takes_a_shard_is_told_of_a_notification_that_came_while_it_changed_hands(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var id = await BeginAsync(store, interval: TimeSpan.FromSeconds(30));
        await store.Ledger.TakeAsync(Them, id.Shard, gone: null);
        await store.Verifications.HastenAsync(id);
        await store.Ledger.HandOverAsync(Them, id.Shard, []);

        await store.Ledger.TakeAsync(Us, id.Shard, gone: null);

        Assert.Equal([id], (await store.Ledger.LookAsync(Us, id.Shard))!.Notified);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_a_poll_has_changed_is_known_to_whoever_comes_after(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (id, poll) = await OwnAsync(store);
        (poll.Interval, poll.Step) = (TimeSpan.FromSeconds(8), PendingStep.Identifying);

        Assert.Equal(LedgerAnswer.Written, await store.Ledger.ChangeAsync(Us, poll, TimeSpan.FromSeconds(60)));

        var (found, delay) = Assert.Single(await TakenAsync(store, Them, id.Shard, gone: Us));
        Assert.InRange(delay, TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(60));
        Assert.Equal((TimeSpan.FromSeconds(8), PendingStep.Identifying), (found.Interval, found.Step));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Whoever_was_taken_for_dead_and_wakes_up_writes_nothing(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (id, poll) = await OwnAsync(store);
        await store.Ledger.TakeAsync(Them, id.Shard, gone: Us);

        Assert.Equal(LedgerAnswer.NotOurs, await store.Ledger.ChangeAsync(Us, poll, TimeSpan.Zero));
        Assert.Equal(LedgerAnswer.NotOurs, await store.Ledger.EndAsync(Us, poll, Person(store), new VerificationOutcome.Declined(), orderStaysOpen: false));
        Assert.Equal(LedgerAnswer.NotOurs, await store.Ledger.RecordedAsync(Us, poll.Id));
        Assert.Equal(LedgerAnswer.NotOurs, await store.Ledger.ForgetAsync(Us, poll.Id));
        Assert.Equal(LedgerAnswer.NotOurs, await store.Ledger.HandOverAsync(Us, id.Shard, [new FoundVerification(poll, TimeSpan.FromHours(1))]));
        Assert.Null(await store.Ledger.LookAsync(Us, id.Shard));

        var found = await LoadAsync(store, id);
        Assert.Equal((poll.Interval, null, false), (found.Interval, found.Outcome, found.IsRecorded));
        Assert.NotNull(await store.Ledger.LookAsync(Them, id.Shard));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task An_end_stays_until_it_has_been_told_and_a_second_one_does_not_replace_it(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (id, poll) = await OwnAsync(store);
        var other = await LoadAsync(store, id);

        Assert.Equal(LedgerAnswer.Written, await store.Ledger.EndAsync(Us, poll, Person(store), new VerificationOutcome.Failed("invalid_grant"), orderStaysOpen: false));
        // As when the answer to the first was lost.
        Assert.Equal(LedgerAnswer.Written, await store.Ledger.EndAsync(Us, poll, Person(store), new VerificationOutcome.Failed("invalid_grant"), orderStaysOpen: false));
        Assert.Equal(LedgerAnswer.Gone, await store.Ledger.EndAsync(Us, other, Person(store), new VerificationOutcome.Declined(), orderStaysOpen: false));
        await store.Ledger.RecordedAsync(Us, poll.Id);

        var (found, _) = Assert.Single(await TakenAsync(store, Them, id.Shard, gone: Us));
        Assert.Equal((new VerificationOutcome.Failed("invalid_grant"), true, true), (found.Outcome, found.IsWritten, found.IsRecorded));

        await store.Ledger.ForgetAsync(Them, found.Id);
        Assert.Empty(await TakenAsync(store, Them, id.Shard, gone: null));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task The_end_of_what_was_cancelled_is_written_nowhere(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (id, poll) = await OwnAsync(store);
        await store.Verifications.CancelAsync(id, Person(store), orderStaysOpen: false);

        Assert.Equal(LedgerAnswer.Gone, await store.Ledger.EndAsync(Us, poll, Person(store), new VerificationOutcome.Declined(), orderStaysOpen: false));
        Assert.Equal(LedgerAnswer.Gone, await store.Ledger.ChangeAsync(Us, poll, TimeSpan.Zero));

        Assert.Null(await store.Verifications.FindAsync(id));
        Assert.Empty(await TakenAsync(store, Us, id.Shard, gone: null));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_shard_is_handed_over_with_exact_times_however_much_is_in_it(StoreKind kind)
    {
        const int Many = 1203;
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        foreach (var _ in Enumerable.Range(0, Many))
            await BeginAsync(store, interval: TimeSpan.FromHours(1), wait: TimeSpan.FromHours(2));
        var shard = (await BeginAsync(store)).Shard;
        var polls = (await TakenAsync(store, Us, shard, gone: null)).Select(one => one.Poll).ToArray();
        foreach (var poll in polls)
            (poll.Interval, poll.Step) = (TimeSpan.FromSeconds(8), PendingStep.Identifying);

        Assert.Equal(
            LedgerAnswer.Written, await store.Ledger.HandOverAsync(Us, shard, [.. polls.Select((poll, i) => new FoundVerification(poll, TimeSpan.FromSeconds(i)))]));

        var answer = await store.Ledger.TakeAsync(Them, shard, gone: null);
        Assert.Equal("", answer.Owner);
        var found = await store.Ledger.AllInAsync(Them, shard, answer.Now!.Value, _ => false).ToListAsync(Cancellation);
        Assert.Equal(Many + 1, found.Count);
        Assert.All(found, one => Assert.InRange(one.Delay.TotalSeconds - Array.FindIndex(polls, poll => poll.Id == one.Poll.Id), -4, 0.001));
        Assert.All(found, one => Assert.Equal((TimeSpan.FromSeconds(8), PendingStep.Identifying), (one.Poll.Interval, one.Poll.Step)));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_record_that_cannot_be_read_is_passed_over_and_forgotten_when_nobody_waits_any_more(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var whole = await BeginAsync(store);
        var running = store.Keys.Running(whole.Shard);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        string[] garbled = ["", ":", "::::", "soon:3000:180000:x", $"{now}:0:180000:x", $"{now}:-3000:180000:x", $"{now}:3000:180000", $"{long.MaxValue}:3000:180000:x", $"99{now}99999999999999999:1:1:x"];
        string[] foreign = [$"{now}:3000:180000:not ours", $"{now - (long)TimeSpan.FromHours(1).TotalMilliseconds}:3000:180000:not ours"];
        foreach (var entry in garbled.Concat(foreign))
            await store.Database.HashSetAsync(running, VerificationId.New(store.Hasher.Hash(Some.NationalId())).Value, entry);
        await store.Database.HashSetAsync(running, "no id at all", "x");

        var found = await TakenAsync(store, Us, whole.Shard, gone: null);

        Assert.Equal(whole, Assert.Single(found).Poll.Id);
        var left = (await store.Database.HashGetAllAsync(running)).Select(entry => (string)entry.Value!).ToArray();
        Assert.Contains(foreign[0], left);
        Assert.DoesNotContain(foreign[1], left);
        Assert.DoesNotContain(left, garbled.Contains);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Every_key_expires(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        var (id, poll) = await OwnAsync(store);
        await BeginAsync(store);
        await store.Ledger.ChangeAsync(Us, poll, TimeSpan.Zero);
        await store.Ledger.EndAsync(Us, poll, Person(store), new VerificationOutcome.Expired(), orderStaysOpen: true);
        await store.Calls.SaveAsync(Some.Call());
        await new InstanceRoll(store.Connection, store.Keys).BeatAsync(Us, 1, 0, comingIn: true);

        var server = store.Database.Multiplexer.GetServers()[0];
        var keys = new List<RedisKey>();
        await foreach (var key in server.KeysAsync(pattern: "ca:*"))
            keys.Add(key);

        Assert.Equal(8, keys.Count);
        foreach (var key in keys)
            Assert.NotNull(await store.Database.KeyTimeToLiveAsync(key));
        Assert.Contains(keys, key => key == store.Keys.Running(id.Shard));
        Assert.Contains(keys, key => key == store.Keys.Changes(id.Shard));
        Assert.Contains(keys, key => key == store.Keys.Ends(id.Shard));
    }

    internal static async Task<VerificationId> BeginAsync(StoreUnderTest store, TimeSpan? interval = null, TimeSpan? wait = null, string? person = null)
    {
        var hash = person is null ? store.Hasher.Hash(Some.NationalId()) : Identity.NationalIdHash.Parse(person.PadLeft(64, '0'));
        var id = VerificationId.New(hash);
        await store.Verifications.BeginAsync(id, Some.Record(hash), Some.Started(interval ?? TimeSpan.FromSeconds(3)), wait ?? TimeSpan.FromMinutes(3));
        return id;
    }

    /// <summary>Begins a verification in a shard of ours.</summary>
    internal static async Task<(VerificationId Id, PendingPoll Poll)> OwnAsync(StoreUnderTest store)
    {
        var id = await BeginAsync(store);
        await store.Ledger.TakeAsync(Us, id.Shard, gone: null);
        return (id, await LoadAsync(store, id));
    }

    internal static async Task EndAsync(StoreUnderTest store, VerificationId id, VerificationOutcome outcome, bool orderStaysOpen)
    {
        await store.Ledger.TakeAsync(Us, id.Shard, gone: null);
        Assert.Equal(LedgerAnswer.Written, await store.Ledger.EndAsync(Us, await LoadAsync(store, id), Person(store), outcome, orderStaysOpen));
    }

    private static string Person(StoreUnderTest store) => store.Hasher.Hash(Some.NationalId()).Value;

    internal static async Task<IReadOnlyList<FoundVerification>> TakenAsync(StoreUnderTest store, string by, int shard, string? gone)
    {
        var taken = await store.Ledger.TakeAsync(by, shard, gone);
        return await store.Ledger.AllInAsync(by, shard, Assert.NotNull(taken.Now), _ => false).ToListAsync(Cancellation);
    }

    private static async Task<PendingPoll> LoadAsync(StoreUnderTest store, VerificationId id) =>
        (await store.Ledger.BegunAsync(Us, id.Shard, [id], TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).SingleAsync(Cancellation)).Poll;
}
