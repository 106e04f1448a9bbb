namespace CallerAuth.Simulator.Load;

/// <summary>How a process's memory went over a run.</summary>
internal sealed class MemoryTrack
{
    // Of a longer run every other look is dropped, so that this itself does not grow.
    private const int LooksMax = 4096;

    private readonly List<(TimeSpan At, double Megabytes)> _looks = [];

    public double Start => _looks.Count > 0 ? _looks[0].Megabytes : 0;

    public double End => _looks.Count > 0 ? _looks[^1].Megabytes : 0;

    public double Least { get; private set; } = double.MaxValue;

    public double Greatest { get; private set; }

    /// <summary>Megabytes an hour over the second half: the slope of the straight line that fits best. Null when there is too little of it.</summary>
    public double? SlopePerHour
    {
        get
        {
            var half = _looks.Skip(_looks.Count / 2).ToList();
            if (half.Count < 4)
                return null;
            var hours = half.Average(look => look.At.TotalHours);
            var megabytes = half.Average(look => look.Megabytes);
            var spread = half.Sum(look => Math.Pow(look.At.TotalHours - hours, 2));
            return spread > 0 ? half.Sum(look => (look.At.TotalHours - hours) * (look.Megabytes - megabytes)) / spread : null;
        }
    }

    public void Add(TimeSpan at, double megabytes)
    {
        if (_looks.Count == LooksMax)
        {
            for (var i = LooksMax - 1; i > 0; i -= 2)
                _looks.RemoveAt(i);
        }

        _looks.Add((at, megabytes));
        Least = Math.Min(Least, megabytes);
        Greatest = Math.Max(Greatest, megabytes);
    }
}
