namespace CallerAuth.Simulator.Listening;

/// <summary>Sounds that a telephone makes by itself: keys (ITU-T Q.23 and Q.24) and ringing at the other end, as in the Nordic countries.</summary>
internal static class Tones
{
    private const float KeyLoudness = 0.25f;
    private const float RingLoudness = 0.15f;
    private const double RingFrequency = 425;

    private static readonly double[] Rows = [697, 770, 852, 941];
    private static readonly double[] Columns = [1209, 1336, 1477];
    private static readonly string[] Pad = ["123", "456", "789", "*0#"];
    private static readonly TimeSpan Swell = TimeSpan.FromMilliseconds(4);

    /// <summary>How long a key sounds; the same again is silent before the next. People are slower than that.</summary>
    public static TimeSpan KeyLength { get; } = TimeSpan.FromMilliseconds(120);

    /// <summary>The two frequencies of a key; null for what is no key.</summary>
    public static (double Row, double Column)? Frequencies(char key)
    {
        var row = Array.FindIndex(Pad, keys => keys.Contains(key, StringComparison.Ordinal));
        return row < 0 ? null : (Rows[row], Columns[Pad[row].IndexOf(key, StringComparison.Ordinal)]);
    }

    public static Clip Keys(string keys)
    {
        var each = Clip.SamplesIn(KeyLength);
        var samples = new float[keys.Length * each * 2];
        for (var i = 0; i < keys.Length; i++)
        {
            if (Frequencies(keys[i]) is not { } pair)
                continue;
            Add(samples.AsSpan(i * each * 2, each), pair.Row, KeyLoudness);
            Add(samples.AsSpan(i * each * 2, each), pair.Column, KeyLoudness);
        }

        return new Clip(samples);
    }

    /// <summary>One second of tone in every five.</summary>
    public static Clip Ringing(TimeSpan length)
    {
        var samples = new float[Clip.SamplesIn(length)];
        for (var at = 0; at < samples.Length; at += Clip.Rate * 5)
            Add(samples.AsSpan(at, Math.Min(Clip.Rate, samples.Length - at)), RingFrequency, RingLoudness);
        return new Clip(samples);
    }

    private static void Add(Span<float> samples, double frequency, float loudness)
    {
        var swell = Clip.SamplesIn(Swell);
        for (var i = 0; i < samples.Length; i++)
        {
            var edge = Math.Min(1f, Math.Min(i, samples.Length - 1 - i) / (float)swell);
            samples[i] += loudness * edge * (float)Math.Sin(Math.Tau * frequency * i / Clip.Rate);
        }
    }
}
