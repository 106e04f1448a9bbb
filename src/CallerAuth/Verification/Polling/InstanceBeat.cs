using System.Globalization;

namespace CallerAuth.Verification.Polling;

/// <summary>One beat of an instance as the others read it: which one it is, the shards it says are its own, and the store's clock.</summary>
/// <param name="Text">As it stands in the store; two beats of an instance are never the same.</param>
/// <param name="Shards">A bit for each shard.</param>
/// <param name="At">Milliseconds of the store's clock.</param>
internal sealed record InstanceBeat(string Text, ulong Shards, long At)
{
    public static string Write(long count, ulong shards) => string.Create(CultureInfo.InvariantCulture, $"{count}:{shards:x}");

    public static InstanceBeat Read(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3
            && ulong.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var shards)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new(text, shards, at)
            : new(text, 0, 0);
    }

    public bool Claims(int shard) => (Shards & (1UL << shard)) != 0;
}
