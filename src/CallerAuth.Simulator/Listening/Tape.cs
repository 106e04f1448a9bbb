using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Listening;

/// <summary>What was on the line for a while; without a clip it was silent, or nobody made the sound.</summary>
internal sealed record TapePiece(TimeSpan At, TimeSpan Length, string What, Clip? Clip)
{
    public TimeSpan End => At + Length;
}

/// <summary>
/// What one person heard on the line, on the time line of a call at a phone's ordinary pace, however fast it was played: what is said
/// and waited for counts with its own length, an answer of the service with the time that it took. Where the service ends a wait
/// after something was done in the app, it counts from there at the service's pace, and what was played beyond that is taken back.
/// </summary>
/// <param name="isRunning">Otherwise nothing is kept.</param>
internal sealed class Tape(TimeProvider wall, TimeProvider phone, bool isRunning = true)
{
    private readonly Lock _gate = new();
    private readonly List<TapePiece> _pieces = [];
    private TimeSpan _end;
    private OpenPiece? _open;
    private (TimeSpan At, long Stamp)? _act;

    /// <summary>In the order of their beginning.</summary>
    public IReadOnlyList<TapePiece> Pieces
    {
        get
        {
            lock (_gate)
                return [.. _pieces.OrderBy(piece => piece.At)];
        }
    }

    public TimeSpan Length
    {
        get
        {
            lock (_gate)
                return _end;
        }
    }

    /// <summary>Something begins on the line.</summary>
    /// <param name="length">How long it lasts when nothing breaks it off; <see cref="Timeout.InfiniteTimeSpan"/> when only that ends it.</param>
    /// <param name="takesKeys">A wait for keys, which goes on after a key.</param>
    public OpenPiece Begin(TimeSpan length, string what = "", Clip? clip = null, bool takesKeys = false)
    {
        lock (_gate)
        {
            if (_open is not null)
                Close(_open, Passed(_open));
            return _open = new OpenPiece(length, what, clip, takesKeys, _end, phone.GetTimestamp());
        }
    }

    /// <summary>It was heard to its end.</summary>
    public void End(OpenPiece piece) => Close(piece, broken: false);

    /// <summary>It was broken off.</summary>
    public void Cut(OpenPiece piece) => Close(piece, broken: true);

    /// <summary>The line was silent while the service was asked.</summary>
    public void Wait(TimeSpan took)
    {
        lock (_gate)
        {
            if (_open is null)
                _end += took;
        }
    }

    /// <summary>Keys were pressed.</summary>
    /// <param name="heeded">The service listened: what was on the line ends here, and the keys take their time.</param>
    public void Press(string keys, bool heeded)
    {
        if (!isRunning)
            return;
        var tones = Tones.Keys(keys);
        lock (_gate)
        {
            var now = Now();
            if (!heeded)
            {
                var end = _end;
                Add(new TapePiece(now, tones.Length, Keys(keys), tones));
                _end = _open is null ? now + tones.Length : end;
                return;
            }

            var open = _open;
            if (open is not null)
                Close(open, now - open.At);
            Add(new TapePiece(_end, tones.Length, Keys(keys), tones));
            if (open is { TakesKeys: true })
                _open = open.From(_end, phone.GetTimestamp());
        }
    }

    /// <summary>Something was done in the app: what comes of it, comes at the service's pace.</summary>
    public void Act()
    {
        lock (_gate)
            _act = (Now(), wall.GetTimestamp());
    }

    /// <summary>The service has sent the call elsewhere.</summary>
    public void Redirect()
    {
        lock (_gate)
        {
            if (_open is not null)
                Close(_open, Passed(_open));
            if (_act is not { } act)
                return;
            _act = null;
            TakeBack(act.At + wall.GetElapsedTime(act.Stamp));
        }
    }

    private static string Keys(string keys) => $"keys {Transcript.Masked(keys)}";

    private void Close(OpenPiece piece, bool broken)
    {
        lock (_gate)
        {
            if (_open?.Is(piece) == true)
                Close(_open, broken || _open.Length == Timeout.InfiniteTimeSpan ? Passed(_open) : _open.Length);
        }
    }

    private void Close(OpenPiece piece, TimeSpan length)
    {
        _open = null;
        Add(new TapePiece(piece.At, length, piece.What, piece.Clip));
    }

    private void Add(TapePiece piece)
    {
        if (isRunning)
            _pieces.Add(piece);
        _end = piece.End;
    }

    private void TakeBack(TimeSpan to)
    {
        if (to >= _end)
            return;
        _end = to;
        _pieces.RemoveAll(piece => piece.At >= to);
        for (var i = 0; i < _pieces.Count; i++)
        {
            if (_pieces[i].End > to)
                _pieces[i] = _pieces[i] with { Length = to - _pieces[i].At };
        }
    }

    private TimeSpan Now() => _open is null ? _end : _open.At + Passed(_open);

    private TimeSpan Passed(OpenPiece piece)
    {
        var passed = phone.GetElapsedTime(piece.Stamp);
        return piece.Length == Timeout.InfiniteTimeSpan || passed < piece.Length ? passed : piece.Length;
    }

    /// <summary>Something that is on the line now.</summary>
    internal sealed record OpenPiece(TimeSpan Length, string What, Clip? Clip, bool TakesKeys, TimeSpan At, long Stamp)
    {
        private readonly object _identity = new();

        public bool Is(OpenPiece other) => ReferenceEquals(_identity, other._identity);

        public OpenPiece From(TimeSpan at, long stamp) => this with { At = at, Stamp = stamp };
    }
}
