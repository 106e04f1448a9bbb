using System.Runtime.CompilerServices;
using CallerAuth.Agents.Statistics;
using CallerAuth.IntegrationTests.Verification;
using CallerAuth.IntegrationTests.Webhooks;
using CallerAuth.Store;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Stores;

/// <summary>docs/deploy/redis-acl.conf lets the service do all of its work, and nothing else.</summary>
public sealed class StoreRightsTests : IDisposable
{
    private const string Password = "a-password-for-tests";

    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-acl-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>On a cluster, even of one node, keys of different slots do not go into one script: what passes there has its keys in order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_service_stores_calls_and_verifications_without_one_refusal(bool cluster)
    {
        await using var redis = await StartAsync(cluster ? RedisCluster.NodeArguments() : []);
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},user=admin,password={Password},allowAdmin=true");
        if (cluster)
            await RedisCluster.OwnAllSlotsAsync(admin.GetServers()[0], Cancellation);
        await using var store = await StoreUnderTest.OpenAsync(redis: null, As("callerauth", redis), Cancellation);
        await store.Connection.PingAsync(Cancellation);
        var call = (await store.Calls.SaveAsync(Some.Call())).Standing!;
        await store.Calls.SaveAsync(call);
        await store.Calls.SaveAsync(call);
        Assert.NotNull(await store.Calls.FindAsync(call.CallSid));
        var person = store.Hasher.Hash(Some.NationalId());
        var reserved = VerificationId.New(person);
        var limit = new LimitsOptions().PerPerson;
        var taken = (Reservation.Taken)await store.Verifications.ReserveAsync(reserved, person, TimeSpan.FromSeconds(30), limit);
        await store.Verifications.ReserveAsync(VerificationId.New(person), person, TimeSpan.FromSeconds(30), limit);
        await store.Verifications.ReleaseAsync(reserved, person, taken, nothingRang: true);
        await EndedAsync(store);
        var cancelled = await ShardLedgerTests.BeginAsync(store);
        await store.Verifications.CancelAsync(cancelled, person.Value, orderStaysOpen: true);
        var free = await ShardLedgerTests.BeginAsync(store);
        await store.Verifications.CancelAsync(free, person.Value, orderStaysOpen: false);

        await store.Waiting.JoinAsync("support", call.CallSid, TimeSpan.FromSeconds(1));
        Assert.Equal(call.CallSid, await store.Waiting.TakeAsync("support"));
        await store.Waiting.RemoveAsync("support", call.CallSid);
        await store.Offers.BeginAsync("CA1", "token");
        Assert.True(await store.Offers.OfferAsync("CA1", "token", call.CallSid));
        Assert.Equal(call.CallSid, await store.Offers.FindAsync("CA1"));
        await store.Offers.MeetAsync(call.CallSid, "CA1");
        await store.Offers.PartAsync(call.CallSid);
        await DeliversAndCountsAsync(store);

        await AssertNothingRefusedAsync(admin);
    }

    [Fact]
    public async Task Behind_sentinels_the_same_rights_do_and_docs_deploy_store_md_has_those_of_the_sentinels()
    {
        RedisServer.SkipIfMissing();
        var page = await File.ReadAllTextAsync(PathOf("docs/deploy", "store.md"), Cancellation);
        var ofSentinels = page.Split('\n').Where(line => line.StartsWith("user ", StringComparison.Ordinal)).Select(line => line.Replace("CHANGE-ME", Password, StringComparison.Ordinal));
        await using var sentinel = await RedisSentinel.StartAsync(
            new RedisSentinel.Rights(await RightsAsync(), string.Join('\n', [.. ofSentinels, $"user admin on >{Password} ~* &* +@all"]), Password),
            Cancellation);
        var options = new StoreOptions { ConnectionString = $"{sentinel.ConnectionString},user=callerauth,password={Password}" };
        await using var store = await StoreUnderTest.OpenAsync(redis: null, options, Cancellation);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(sentinel.Primary.ConnectionString + sentinel.AsAdmin);

        Assert.True((await store.Calls.SaveAsync(Some.Call())).Saved);

        await AssertNothingRefusedAsync(admin);
        foreach (var address in sentinel.Sentinels)
        {
            await using var watcher = await ConnectionMultiplexer.SentinelConnectAsync(address + sentinel.AsAdmin);
            await AssertNothingRefusedAsync(watcher);
        }
    }

    [Theory]
    [InlineData("FLUSHALL")]
    [InlineData("FLUSHDB")]
    [InlineData("KEYS", "*")]
    [InlineData("SCAN", "0")]
    [InlineData("CONFIG", "SET", "maxmemory", "1")]
    [InlineData("CONFIG", "GET", "*")]
    [InlineData("ACL", "LIST")]
    [InlineData("CLIENT", "LIST")]
    [InlineData("CLIENT", "KILL", "TYPE", "normal")]
    [InlineData("SCRIPT", "FLUSH")]
    [InlineData("SAVE")]
    [InlineData("SHUTDOWN")]
    [InlineData("REPLICAOF", "NO", "ONE")]
    [InlineData("MONITOR")]
    [InlineData("PUBLISH", "other:news", "x")]
    [InlineData("GET", "other:key")]
    [InlineData("SET", "other:key", "x")]
    [InlineData("HGET", "cab:call", "call")]
    [InlineData("EVAL", "return redis.call('GET', KEYS[1])", "1", "other:key")]
    [InlineData("EVAL", "return redis.call('KEYS', '*')", "0")]
    public async Task What_the_service_does_not_do_is_refused(string command, params string[] arguments)
    {
        await using var redis = await StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(As("callerauth", redis).ConnectionString + ",allowAdmin=true");

        var refusal = await Assert.ThrowsAsync<RedisServerException>(() => connection.GetServers()[0].ExecuteAsync(command, [.. arguments]));

        Assert.Matches("NOPERM|can't run this command|[Nn]o permission|ACL failure", refusal.Message);
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_password()
    {
        await using var redis = await StartAsync();

        await using var nobody = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},abortConnect=false,connectTimeout=1000");
        await using var guesser = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},user=callerauth,password=CHANGE-ME,abortConnect=false,connectTimeout=1000");

        Assert.False(nobody.IsConnected);
        Assert.False(guesser.IsConnected);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task AssertNothingRefusedAsync(ConnectionMultiplexer admin)
    {
        var refusals = (RedisResult[])(await admin.GetServers()[0].ExecuteAsync("ACL", "LOG"))!;
        var ofService = refusals.Select(refusal => string.Join(' ', refusal.ToDictionary().Select(entry => $"{entry.Key}={entry.Value}"))).Where(refusal => refusal.Contains("username=callerauth", StringComparison.Ordinal)).ToList();
        Assert.True(ofService.Count == 0, string.Join('\n', ofService));
    }

    private static async Task EndedAsync(StoreUnderTest store)
    {
        var (id, poll) = await ShardLedgerTests.OwnAsync(store);
        await store.Verifications.FindAsync(id);
        await store.Ledger.LookAsync("us", id.Shard);
        await store.Ledger.ChangeAsync("us", poll, TimeSpan.FromSeconds(1));
        await store.Ledger.EndAsync("us", poll, store.Hasher.Hash(Some.NationalId()).Value, new VerificationOutcome.Declined(), orderStaysOpen: false);
        await store.Ledger.RecordedAsync("us", poll.Id);
        await store.Ledger.ForgetAsync("us", poll.Id);
        Assert.Null(await store.Verifications.FindAsync(id));
        await BeginsInAShardOfAnotherAsync(store);
        await store.Ledger.HandOverAsync("us", id.Shard, [new FoundVerification(poll, TimeSpan.Zero)]);

        var roll = new InstanceRoll(store.Connection, store.Keys);
        var beats = (await roll.BeatAsync("us", 1, 0, comingIn: true))!.Value.Beats;
        await roll.GiveUpAsync("us", beats["us"]);
        await roll.LeaveAsync("us");
        await store.Desk.SayLeavingAsync("us");
    }

    private static async Task DeliversAndCountsAsync(StoreUnderTest store)
    {
        await using var rig = new CourierRig(store, CourierRig.Quick(), "Development", CourierRig.To(new Uri("http://127.0.0.1:9/events")));
        var target = rig.Targets.All[0];
        await rig.Outbox.PostAsync(target, CourierRig.Event());
        var first = Assert.Single((await rig.Outbox.ClaimAsync(target, 1)).Claimed);
        Assert.True(await rig.Outbox.AgainAsync(target, first, 1, TimeSpan.Zero));
        Assert.True(await rig.Outbox.DeliveredAsync(target, Assert.Single((await rig.Outbox.ClaimAsync(target, 1)).Claimed)));

        var now = TimeProvider.System.GetUtcNow();
        var book = new FigureBook(store.Connection, store.Keys, new FakeTimeProvider(now));
        await book.CountOnceAsync("v1", "+4721000000", "no-bankid", [Figure.RequestAsked, Figure.RequestVerified]);
        await book.AddAsync("one", [new(Counted.HourOf(now), "+4721000000", "", Figure.Rang, 3)]);
        Assert.Equal(3, (await book.ReadAsync([now], Cancellation)).Count);
    }

    private static async Task BeginsInAShardOfAnotherAsync(StoreUnderTest store)
    {
        var listener = store.Database.Multiplexer.GetSubscriber();
        await store.Desk.ListenAsync();
        while (!listener.IsConnected(RedisChannel.Literal(store.Keys.News)))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        var id = await ShardLedgerTests.BeginAsync(store);
        Assert.Equal(new HandedIn.Attention(id.Shard), await store.Desk.HandedIn.ReadAsync(Cancellation));
        await store.Desk.SayFreeAsync(id.Shard);
        Assert.Equal(new HandedIn.Freed(), await store.Desk.HandedIn.ReadAsync(Cancellation));
    }

    private static StoreOptions As(string user, RedisServer redis) =>
        new() { ConnectionString = $"{redis.ConnectionString},user={user},password={Password}", CommandTimeout = TimeSpan.FromSeconds(5) };

    private async Task<RedisServer> StartAsync(params string[] more)
    {
        RedisServer.SkipIfMissing();
        return await RedisServer.StartAsync(["--include", await RightsAsync(), .. more], Cancellation);
    }

    private async Task<string> RightsAsync()
    {
        var rights = Path.Combine(_directory, "redis-acl.conf");
        await File.WriteAllTextAsync(
            rights, (await File.ReadAllTextAsync(PathOf("docs/deploy", "redis-acl.conf"), Cancellation)).Replace("CHANGE-ME", Password, StringComparison.Ordinal) + $"user admin on >{Password} ~* &* +@all\n", Cancellation);
        return rights;
    }

    private static string PathOf(string folder, string file, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", folder, file));
}
