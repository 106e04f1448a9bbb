using System.Globalization;
using CallerAuth.Benchmarks.Processes;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>What a redis-server tells of itself at one moment (INFO).</summary>
/// <param name="Commands">All it has run, also from within scripts.</param>
/// <param name="Bytes">In and out.</param>
/// <param name="Memory">What it holds, without what its clients and the append-only file make it hold for a while.</param>
internal sealed record StoreShot(long Commands, long Bytes, long Memory)
{
    public static async Task<StoreShot> TakeAsync(RedisServer server, CancellationToken cancellationToken)
    {
        var facts = (await server.AskAsync("INFO everything", cancellationToken))
            .Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2))
            .Where(fact => fact.Length == 2)
            .ToLookup(fact => fact[0], fact => fact[1], StringComparer.Ordinal);
        long Number(string name) => long.Parse(facts[name].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        return new StoreShot(
            Number("total_commands_processed"),
            Number("total_net_input_bytes") + Number("total_net_output_bytes"),
            Number("used_memory") - Number("mem_clients_normal") - Number("mem_aof_buffer"));
    }
}
