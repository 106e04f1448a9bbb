using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Agents.Console;

/// <summary>Which sign-ins were ended, so that a sign-out in one window counts in all, on every instance.</summary>
internal sealed class Sessions(StoreConnection store, Keys keys)
{
    public async Task SignOutAsync(Agent agent)
    {
        try
        {
            await store.Database.StringSetAsync(keys.SignedOut(agent.Session), "1", Agent.Longest);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The browser loses its cookie all the same, and without the store no page shows anybody.
        }
    }

    /// <summary>While the store is away nobody is thrown out, because nobody sees anything.</summary>
    public async Task<bool> IsSignedOutAsync(Agent agent)
    {
        try
        {
            return await store.Database.StringGetAsync(keys.SignedOut(agent.Session)) is { IsNull: false };
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }
}
