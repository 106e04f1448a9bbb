using System.Globalization;
using CallerAuth.Store;

namespace CallerAuth.Verification.Polling;

/// <summary>
/// Which shards are whose, worked out by each instance for itself from who is alive: as even as can be, and when somebody comes
/// or goes, little else moves (rendezvous hashing with bounded loads).
/// </summary>
internal static class ShardAssignment
{
    public static IReadOnlySet<int> Of(string me, IReadOnlyCollection<string> alive)
    {
        var most = (Keys.ShardCount + alive.Count - 1) / alive.Count;
        var load = alive.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        var mine = new HashSet<int>();
        for (var shard = 0; shard < Keys.ShardCount; shard++)
        {
            var owner = alive
                .Where(name => load[name] < most)
                .OrderByDescending(name => Weight(name, shard))
                .ThenBy(name => name, StringComparer.Ordinal)
                .First();
            load[owner]++;
            if (owner == me)
                mine.Add(shard);
        }

        return mine;
    }

    // FNV-1a with a last stir: the same on every machine, unlike string.GetHashCode.
    private static uint Weight(string name, int shard)
    {
        var hash = 2166136261u;
        foreach (var c in name + shard.ToString("x2", CultureInfo.InvariantCulture))
            hash = (hash ^ c) * 16777619u;
        hash ^= hash >> 15;
        hash *= 2246822519u;
        return hash ^ (hash >> 13);
    }
}
