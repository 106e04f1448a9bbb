namespace CallerAuth.Simulator.Listening;

/// <summary>Makes one sound of all that was on a tape.</summary>
internal static class Mixdown
{
    /// <summary>What is broken off fades, so that it does not click.</summary>
    private static readonly int Fade = Clip.SamplesIn(TimeSpan.FromMilliseconds(5));

    public static Clip Of(Tape tape)
    {
        var samples = new float[Clip.SamplesIn(tape.Length)];
        foreach (var piece in tape.Pieces)
        {
            if (piece.Clip is { } clip)
                Add(samples, clip.Samples, Clip.SamplesIn(piece.At), Clip.SamplesIn(piece.Length));
        }

        return new Clip(samples);
    }

    private static void Add(float[] samples, float[] sound, int at, int length)
    {
        var count = Math.Min(Math.Min(length, sound.Length), samples.Length - at);
        for (var i = 0; i < count; i++)
            samples[at + i] += sound[i] * Math.Min(1f, (float)(count - i) / Fade);
    }
}
