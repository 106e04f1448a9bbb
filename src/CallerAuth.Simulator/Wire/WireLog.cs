namespace CallerAuth.Simulator.Wire;

/// <summary>The last requests between the service, Twilio and the provider. It keeps nothing until somebody looks.</summary>
internal sealed class WireLog(TimeProvider time, Action changed)
{
    private const int EntriesMax = 600;

    private readonly Lock _gate = new();
    private readonly List<WireEntry> _entries = [];
    private long _id;
    private long _revision;

    public bool IsOn { get; set; }

    public TimeProvider Time { get; } = time;

    public WireEntry Begin(string kind, string method, string path)
    {
        WireEntry entry;
        lock (_gate)
        {
            entry = new WireEntry(++_id, ++_revision, Time.GetUtcNow().ToUnixTimeMilliseconds(), kind, method, path);
            _entries.Add(entry);
            if (_entries.Count > EntriesMax)
                _entries.RemoveAt(0);
        }

        return entry;
    }

    /// <summary>Puts an entry that knows more in the place of the one with its id.</summary>
    public void Update(WireEntry entry)
    {
        lock (_gate)
        {
            var place = _entries.FindLastIndex(known => known.Id == entry.Id);
            if (place >= 0)
                _entries[place] = entry with { Revision = ++_revision };
        }

        changed();
    }

    public IReadOnlyList<WireEntry> Since(long revision)
    {
        lock (_gate)
            return [.. _entries.Where(entry => entry.Revision > revision).OrderBy(entry => entry.Revision)];
    }
}
