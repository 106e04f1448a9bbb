using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallerAuth.Identity;
using CallerAuth.Lines;

namespace CallerAuth.Recording;

/// <summary>The file of one call that is going on, and what must be known again within it: who was keyed, and which request came twice.</summary>
internal sealed class CallRecording(string path, Line? line, TimeProvider time) : IDisposable
{
    /// <summary>Of the form of the file.</summary>
    private const int Version = 1;

    private const int LooksMax = 50;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SemaphoreSlim _inTurn = new(1);
    private readonly long _started = time.GetTimestamp();
    private readonly List<NationalIdHash> _persons = [];
    private readonly List<string> _requests = [];
    private bool _begun;
    private long _told;
    private int _keyed;
    private int _starts;

    /// <summary>Null where the number that was called is none of ours.</summary>
    public Line? Line { get; } = line;

    public TimeSpan Age => time.GetElapsedTime(_started);

    /// <summary>A transition of the call was told, and written down where it is of that kind.</summary>
    public void Told(long version)
    {
        long told;
        do
            told = Volatile.Read(ref _told);
        while (version > told && Interlocked.CompareExchange(ref _told, version, told) != told);
    }

    /// <summary>Waits until the transition that led to this version has been told; not for long, because another instance may have made it.</summary>
    public async Task UntilToldAsync(long version)
    {
        for (var looks = 0; Volatile.Read(ref _told) < version && looks < LooksMax; looks++)
            await Task.Delay(BetweenLooks, time);
    }

    /// <summary>The webhook with a national ID in it has been written down.</summary>
    public void Keyed() => Interlocked.Increment(ref _keyed);

    /// <summary>A start has been answered: waits until the number that it came of is written down, which the provider may outrun.</summary>
    public async Task UntilKeyedAsync()
    {
        var start = Interlocked.Increment(ref _starts);
        for (var looks = 0; Volatile.Read(ref _keyed) < start && looks < LooksMax; looks++)
            await Task.Delay(BetweenLooks, time);
    }

    /// <summary>The number of a person within this call, from 1.</summary>
    public int PersonOf(NationalIdHash hash) => NumberOf(_persons, hash);

    /// <summary>The number of a request within this call, from 1; one that comes twice has the same.</summary>
    public int RequestOf(string token) => NumberOf(_requests, token);

    public async Task WriteAsync(JsonObject line)
    {
        await _inTurn.WaitAsync();
        try
        {
            line.Insert(0, "at", Math.Round(Age.TotalSeconds, 3));
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var file = new StreamWriter(path, options);
            if (!_begun)
                await file.WriteAsync(new JsonObject { ["recording"] = Version, ["line"] = Line is null ? null : LineRedactor.Redact(Line) }.ToJsonString(Json) + "\n");
            _begun = true;
            await file.WriteAsync(line.ToJsonString(Json) + "\n");
        }
        finally
        {
            _inTurn.Release();
        }
    }

    public void Dispose() => _inTurn.Dispose();

    private static int NumberOf<T>(List<T> known, T one)
    {
        lock (known)
        {
            if (!known.Contains(one))
                known.Add(one);
            return known.IndexOf(one) + 1;
        }
    }
}
