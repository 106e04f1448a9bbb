using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CallerAuth.Fuzz;

/// <summary>
/// A coverage-guided loop in one process, for where AFL++ does not run: it keeps an input that reaches a branch, or a count of one, that none before it did.
/// Over an assembly that is not instrumented there is no coverage to see, and it only changes what the corpus holds.
/// </summary>
internal sealed unsafe class Loop(Target target, Random random)
{
    private const int MapSize = 1 << 16;
    private const int MostChanges = 6;
    private static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(1);
    private static readonly byte[] Interesting = "\0\n\r\t {}[]\":,.-_+0189AZaz%&=<>/\\\u007f"u8.ToArray().Concat(new byte[] { 0x80, 0xC3, 0xED, 0xFE, 0xFF }).ToArray();

    // Never freed: static constructors and the pool's threads may write to it until the process ends.
    private static readonly byte* Map = (byte*)NativeMemory.AllocZeroed(MapSize);

    private readonly List<byte[]> _kept = [];
    private readonly byte[] _seen = new byte[MapSize];
    private readonly HashSet<string> _findings = new(StringComparer.Ordinal);

    public long Executions { get; private set; }

    public int Kept => _kept.Count;

    public int Branches => _seen.Count(counts => counts != 0);

    public IReadOnlyCollection<string> Findings => _findings;

    /// <summary>Gives instrumented code a map to write to; without one it would write nowhere and fall.</summary>
    public static void Listen() => SharpFuzz.Common.Trace.SharedMem = Map;

    public void Run(IEnumerable<byte[]> corpus, TimeSpan time, Action<byte[], string> found)
    {
        Listen();
        foreach (var input in corpus)
            Try(input, found, isSeed: true);

        var since = Stopwatch.GetTimestamp();
        while (_kept.Count > 0 && Stopwatch.GetElapsedTime(since) < time)
            Try(Changed(_kept[random.Next(_kept.Count)]), found, isSeed: false);
    }

    private void Try(byte[] input, Action<byte[], string> found, bool isSeed)
    {
        new Span<byte>(Map, MapSize).Clear();
        SharpFuzz.Common.Trace.PrevLocation = 0;
        var since = Stopwatch.GetTimestamp();
        string? finding = null;
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            finding = $"{e.GetType().Name}: {e.Message.Split('\n')[0]}\n{e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("CallerAuth", StringComparison.Ordinal))?.Trim()}";
        }

        if (finding is null && Stopwatch.GetElapsedTime(since) > TooSlow && TakesLong(input))
            finding = "slow";
        Executions++;
        if (IsNew() || isSeed)
            _kept.Add(input);
        if (finding is not null && _findings.Add(finding.Split('\n')[^1] + finding.Split(':')[0]))
            found(input, finding);
    }

    // Asked a second time: the first may have waited for the machine.
    private bool TakesLong(byte[] input)
    {
        var since = Stopwatch.GetTimestamp();
        target.Run(input);
        return Stopwatch.GetElapsedTime(since) > TooSlow;
    }

    // The counts in AFL's classes: 1, 2, 3, 4 to 7, 8 to 15, and so on. A loop once more around is not news.
    private bool IsNew()
    {
        var isNew = false;
        var map = new ReadOnlySpan<byte>(Map, MapSize);
        for (var i = 0; map[i..].IndexOfAnyExcept((byte)0) is >= 0 and var zeros; i++)
        {
            i += zeros;
            var count = Map[i] switch { 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 };
            isNew |= (_seen[i] & count) == 0;
            _seen[i] |= (byte)count;
        }

        return isNew;
    }

    private byte[] Changed(byte[] input)
    {
        var bytes = new List<byte>(input);
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
            Change(bytes);
        return bytes.Count > Target.MaxInput ? [.. bytes.Take(Target.MaxInput)] : [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var inside = at < bytes.Count;
        var length = Math.Min(random.Next(1, 32), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when inside:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when inside:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when inside:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 3:
                bytes.Insert(at, Interesting[random.Next(Interesting.Length)]);
                break;
            case 4 when inside:
                bytes.RemoveRange(at, length);
                break;
            case 5 when inside:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 6:
                var other = _kept[random.Next(_kept.Count)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 64), other.Length - from)));
                break;
            default:
                bytes.InsertRange(at, Encoding.ASCII.GetBytes(Words[random.Next(Words.Length)]));
                break;
        }
    }

    private static readonly string[] Words =
        ["null", "true", "1e999", "-1", "\"\"", "{}", "[]", "\\ud800", "\\u0000", "https://", "%00", "--", "{org}", "0", "9999999999", "\u00e5", "\u200b", "\ud83d\udc69\u200d\ud83d\udc67"];
}
