using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace CallerAuth.Simulator.Load;

/// <summary>How the service answered Twilio: how often, how fast, and what was not as it must be.</summary>
internal sealed class WebhookBook
{
    /// <summary>What the service promises itself; Twilio gives up after 15 s.</summary>
    public static readonly TimeSpan SlowerThan = TimeSpan.FromSeconds(2.5);

    private const int KindsMax = 50;

    private readonly ConcurrentDictionary<string, int> _wrong = new(StringComparer.Ordinal);
    private int _sent;
    private int _slow;

    /// <summary>All of them, also those that are in no figure.</summary>
    public int Sent => Volatile.Read(ref _sent);

    public int Slow => Volatile.Read(ref _slow);

    public int NotRight => _wrong.Values.Sum();

    /// <summary>What was answered otherwise than it must be, and how often.</summary>
    public IReadOnlyDictionary<string, int> Wrong => _wrong;

    public Histogram Took { get; } = new();

    /// <summary>Since the last line of progress.</summary>
    public Histogram Lately { get; } = new();

    public void Note(Uri url, HttpStatusCode? status, TimeSpan took)
    {
        Interlocked.Increment(ref _sent);
        Took.Add(took);
        Lately.Add(took);
        if (took > SlowerThan)
            Interlocked.Increment(ref _slow);
        if (status == RightFor(url.AbsolutePath))
            return;
        var what = string.Create(CultureInfo.InvariantCulture, $"{url.AbsolutePath} → {(status is { } answered ? (int)answered : "no answer")}");
        _wrong.AddOrUpdate(_wrong.Count < KindsMax ? what : "others", 1, (_, times) => times + 1);
    }

    // What is only told is answered without a document.
    private static HttpStatusCode RightFor(string path) =>
        path.EndsWith("/status", StringComparison.Ordinal) || path.EndsWith("/left", StringComparison.Ordinal) ? HttpStatusCode.NoContent : HttpStatusCode.OK;
}
