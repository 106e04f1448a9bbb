using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.IntegrationTests.Verification;
using CallerAuth.Lines;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Scenarios;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.IntegrationTests.Calls;

/// <summary>What a call becomes when a limit is reached.</summary>
public class LimitedCallTests
{
    private const string CallingNumber = "+4790123456";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_limited_caller_stands_where_a_caller_stands_whose_BankID_is_unavailable(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator, ("Limits:PerPerson:Short:Most", "1"));
        var rung = await CallAsync(store, instance, People.Norwegian(0).NationalId);
        Assert.IsType<CallState.AwaitingApproval>(rung.State);
        await instance.Verifier.CancelAsync(rung.Running!.Value);

        var limited = Assert.IsType<CallState.Unverified>((await CallAsync(store, instance, People.Norwegian(0).NationalId)).State);

        simulator.Provider.Faults.Start.Play(new Fault.Abort());
        var unavailable = Assert.IsType<CallState.Unverified>((await CallAsync(store, instance, People.Norwegian(1).NationalId)).State);
        Assert.Equal(UnverifiedReason.Unavailable, limited.Reason);
        Assert.Equal(unavailable with { Id = null }, limited with { Id = null });
        Assert.Equal(["cancelled", "limited", "unavailable"], (await instance.AuditedAsync()).Select(record => record.Outcome));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task The_calling_number_and_the_national_ID_stand_nowhere_in_the_store(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);

        await CallAsync(store, instance, People.Norwegian(0).NationalId);
        await CallAsync(store, instance, People.Norwegian(0).NationalId);

        var content = await ContentAsync(store);
        Assert.Contains("ca:limit:calling:", content, StringComparison.Ordinal);
        Assert.Contains("already_running", content, StringComparison.Ordinal);
        Assert.DoesNotContain(CallingNumber[1..], content, StringComparison.Ordinal);
        Assert.DoesNotContain(People.Norwegian(0).NationalId, content, StringComparison.Ordinal);
        Assert.DoesNotContain(instance.LogLines, line => line.Contains(CallingNumber[1..], StringComparison.Ordinal));
    }

    private static async Task<Call> CallAsync(StoreUnderTest store, Instance instance, string nationalId)
    {
        var options = new LinesOptions();
        options.Lines[LinesOptions.AnyOther] = Some.LineOptions();
        var lines = new LineDirectory(Options.Create(options), instance.EIds);
        var switchboard = new Switchboard(store.Calls, new RecentCalls(TimeProvider.System), lines, new CallListeners([], TimeProvider.System, NullLogger<CallListeners>.Instance), TimeProvider.System, NullLogger<Switchboard>.Instance);
        using var errands = new Errands(TimeProvider.System, NullLogger<Errands>.Instance);
        var hasher = new CallingNumberHasher(Options.Create(new PrivacyOptions { NationalIdHashKey = StoreUnderTest.HashKey }));
        var verifier = new CallVerifier(instance.Verifier, switchboard, hasher, errands, NullLogger<CallVerifier>.Instance);

        var call = await switchboard.RangAsync(Some.CallSid(), "+4721000000", lines.First);
        var id = verifier.NewId(Some.NationalId(nationalId));
        var starting = (await switchboard.HappenedAsync(call.CallSid, _ => new CallEvent.NationalIdEntered(id)))!.Value.After;
        verifier.Start(starting, id, lines.First, Some.NationalId(nationalId), bindingMessage: null, CallingNumber);
        await errands.StopAsync(Cancellation);
        return (await store.Calls.FindAsync(call.CallSid))!;
    }

    private static async Task<string> ContentAsync(StoreUnderTest store)
    {
        List<string> content = [];
        await foreach (var key in store.Database.Multiplexer.GetServers()[0].KeysAsync(pattern: "*"))
        {
            RedisValue[] values = await store.Database.KeyTypeAsync(key) switch
            {
                RedisType.Hash => [.. (await store.Database.HashGetAllAsync(key)).Select(field => field.Value)],
                RedisType.List => await store.Database.ListRangeAsync(key),
                RedisType.SortedSet => await store.Database.SortedSetRangeByRankAsync(key),
                _ => [await store.Database.StringGetAsync(key)],
            };
            content.AddRange([key.ToString(), .. values.Select(value => System.Text.Encoding.Latin1.GetString((byte[])value!))]);
        }

        return string.Join('\n', content);
    }
}
