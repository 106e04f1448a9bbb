namespace CallerAuth.Simulator.Listening;

/// <summary>A piece of sound as a telephone line carries it: one channel, 8000 samples a second, from -1 to 1.</summary>
internal sealed record Clip(float[] Samples)
{
    public const int Rate = 8000;

    public TimeSpan Length => TimeSpan.FromSeconds((double)Samples.Length / Rate);

    public static int SamplesIn(TimeSpan length) => (int)Math.Round(length.TotalSeconds * Rate);
}
