using CallerAuth.Benchmarks.Measuring;

namespace CallerAuth.Benchmarks.Provider;

/// <summary>
/// Notes when each auth_req_id was asked about and answered. It is kept at the provider, because only there is it known when a poll
/// came; what an engine says of itself is not asked. Times are microseconds of one clock that only goes forward.
/// </summary>
internal sealed class ArrivalBook
{
    public const byte AnyInstance = 255;

    /// <summary>A clock read on either side of a loopback connection may differ by this much without anybody being early.</summary>
    private const long Tolerance = 15_000;
    private const long DoubleWithin = 500_000;

    private readonly long _interval;
    private readonly long[] _arrived;
    private readonly long[] _answered;
    private readonly int[] _open;
    private readonly byte[] _instance;
    private volatile Tally _tally;
    private volatile Mark? _mark;

    public ArrivalBook(int items, TimeSpan interval, long now)
    {
        _interval = (long)interval.TotalMicroseconds;
        _arrived = new long[items];
        _answered = new long[items];
        _open = new int[items];
        _instance = new byte[items];
        _tally = new Tally(items, now);
    }

    public int Items => _arrived.Length;

    /// <summary>A poll has come in.</summary>
    public void Arrive(int item, byte instance, bool isHttp2, long now)
    {
        var tally = _tally;
        var before = Interlocked.Exchange(ref _arrived[item], now);
        tally.Count(item, isHttp2, now);
        if (Interlocked.Increment(ref _open[item]) > 1)
            Interlocked.Increment(ref tally.Overlapping);
        if (before > 0)
        {
            tally.Gap.Add(now - before);
            if (now - before < _interval - Tolerance)
                Interlocked.Increment(ref tally.Early);
            if (now - before < DoubleWithin)
                Interlocked.Increment(ref tally.Doubles);
        }

        // From the answer to the poll before, or for the first poll from where it was told that the order began.
        if (_answered[item] is var answered && answered > 0 && answered >= before)
            tally.Lateness.Add(now - answered - _interval);

        _mark?.Note(item, before, now);
        _instance[item] = instance;
    }

    /// <summary>Its answer has gone out, or nobody waits for it any more.</summary>
    public void Answer(int item, long now)
    {
        Volatile.Write(ref _answered[item], now);
        Interlocked.Decrement(ref _open[item]);
    }

    /// <summary>When the orders began, for the lateness of those that were not polled yet.</summary>
    public void Expect(IReadOnlyList<long> began)
    {
        for (var item = 0; item < began.Count; item++)
        {
            if (Volatile.Read(ref _arrived[item]) == 0)
                Interlocked.CompareExchange(ref _answered[item], began[item], 0);
        }
    }

    /// <summary>A new window begins; what each auth_req_id did before is remembered for its next poll.</summary>
    public void Begin(long now) => _tally = new Tally(Items, now);

    public Arrivals Look(long now) => _tally.Look(now);

    /// <summary>Something was done to this instance, or to <see cref="AnyInstance"/>: what it polled last is an orphan until somebody polls it again.</summary>
    public void MarkOrphansOf(byte instance, long now) =>
        _mark = new Mark(now, [.. Enumerable.Range(0, Items).Select(item => _arrived[item] > 0 && (instance == AnyInstance || _instance[item] == instance))]);

    public Orphanage LookAfterOrphans() => _mark?.Look() ?? throw new InvalidOperationException("Nothing was marked.");

    internal static Spread SpreadOf(Histogram histogram) => new(
        histogram.Percentile(0.5) / 1000d, histogram.Percentile(0.99) / 1000d, histogram.Percentile(0.999) / 1000d, histogram.Greatest / 1000d);

    /// <summary>The counts of one window.</summary>
    private sealed class Tally(int items, long began)
    {
        private const long Slot = 100_000;

        // An hour of tenths of a second; no run is longer.
        private readonly int[] _slots = new int[36_000];
        private readonly byte[] _seen = new byte[items];
        private long _polls;
        private long _http2;

        public long Early;
        public long Doubles;
        public long Overlapping;

        public Histogram Lateness { get; } = new();

        public Histogram Gap { get; } = new();

        public void Count(int item, bool isHttp2, long now)
        {
            Interlocked.Increment(ref _polls);
            if (isHttp2)
                Interlocked.Increment(ref _http2);
            _seen[item] = 1;
            Interlocked.Increment(ref _slots[Math.Clamp((now - began) / Slot, 0, _slots.Length - 1)]);
        }

        public Arrivals Look(long now)
        {
            // From the first poll on; the slot that is still open counts only while there is no other.
            int[] full = [.. _slots.Take((int)Math.Clamp((now - began) / Slot, 1, _slots.Length)).SkipWhile(polls => polls == 0)];
            var mean = full.DefaultIfEmpty().Average();
            return new Arrivals
            {
                Seconds = (now - began) / 1e6,
                Polls = _polls,
                Distinct = _seen.Count(seen => seen == 1),
                Early = Early,
                Doubles = Doubles,
                Overlapping = Overlapping,
                Http2 = _http2,
                Lateness = SpreadOf(Lateness),
                Gap = SpreadOf(Gap),
                Peak = mean > 0 ? full.Max() / mean : 0,
            };
        }
    }

    /// <summary>Who was left behind at one moment, and when each was polled again.</summary>
    private sealed class Mark(long at, bool[] orphans)
    {
        private readonly long[] _again = new long[orphans.Length];
        private readonly Histogram _gap = new();
        private readonly Histogram _after = new();

        public void Note(int item, long before, long now)
        {
            if (!orphans[item] || Interlocked.CompareExchange(ref _again[item], now, 0) != 0)
                return;
            _gap.Add(now - before);
            _after.Add(now - at);
        }

        public Orphanage Look() => new(
            orphans.Count(orphan => orphan),
            orphans.Where((orphan, item) => orphan && _again[item] == 0).Count(),
            _after.Greatest / 1000d,
            SpreadOf(_gap));
    }
}
