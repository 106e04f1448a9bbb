using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Store;

/// <summary>Looks at the store as an operator would: over a connection of its own, writing one key that is gone at once.</summary>
internal sealed class StoreProbe(IOptions<StoreOptions> options, Keys keys)
{
    private const int Rounds = 5;

    public async Task<StoreFound> LookAsync(CancellationToken cancellationToken)
    {
        await using var store = new StoreConnection(options, NullLogger<StoreConnection>.Instance);
        try
        {
            await store.StartAsync(cancellationToken);
            await store.Database.StringSetAsync(keys.Probe, "1", TimeSpan.FromSeconds(5)).WaitAsync(cancellationToken);
            var quickest = TimeSpan.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                var took = await store.PingAsync(cancellationToken);
                quickest = took < quickest ? took : quickest;
            }

            await store.Database.KeyDeleteAsync(keys.Probe).WaitAsync(cancellationToken);
            return new StoreFound(null, quickest, await PolicyAsync(store));
        }
        catch (Exception e) when (e is RedisServerException)
        {
            // What a server says names commands and rights, and no password.
            return new StoreFound($"refuses: {e.Message}", default, null);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new StoreFound("does not answer", default, null);
        }
    }

    /// <summary>INFO is among our rights; CONFIG is not. Asked in a script, because the client would want to be an administrator for it.</summary>
    private static async Task<string?> PolicyAsync(StoreConnection store)
    {
        var memory = ((string?)await store.Database.ScriptEvaluateAsync("return redis.call('INFO', 'memory')") ?? "")
            .Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2))
            .Where(fact => fact.Length == 2)
            .ToLookup(fact => fact[0], fact => fact[1], StringComparer.Ordinal);
        return memory["maxmemory_policy"].FirstOrDefault() is { } policy && policy != "noeviction" && memory["maxmemory"].FirstOrDefault() is not "0" ? policy : null;
    }
}
