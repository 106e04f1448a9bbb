using CallerAuth.Calls;
using CallerAuth.Store;
using StackExchange.Redis;

namespace CallerAuth.Agents.Console;

/// <summary>Which sign-ins were ended, so that a sign-out in one window counts in all, on every instance.</summary>
internal sealed class Sessions(StoreConnection store, Keys keys, Errands errands)
{
    public async Task SignOutAsync(Agent agent)
    {
        try
        {
            await WriteAsync(agent);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The browser loses its cookie all the same; the other windows, and a copied cookie, learn it when the store is back.
            errands.TryInsist(_ => WriteAsync(agent));
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

    private Task WriteAsync(Agent agent) => store.Database.StringSetAsync(keys.SignedOut(agent.Session), "1", Agent.Longest);
}
