using System.Buffers.Binary;

namespace CallerAuth.Simulator.Listening;

/// <summary>RIFF/WAVE with 16-bit PCM: reads what programs write, and writes what every player plays.</summary>
internal static class WaveFile
{
    private const int HeaderBytes = 44;
    private const short Pcm = 1;
    private const short BitsPerSample = 16;

    /// <summary>The sound brought down to the telephone's rate; several channels become one.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static Clip Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            throw new InvalidDataException("This is no WAV file.");
        var (channels, rate) = (0, 0);
        for (var at = 12; at + 8 <= file.Length;)
        {
            var name = file.Slice(at, 4);
            var said = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            // Who writes into a pipe cannot know the length and says too much.
            var body = file.Slice(at + 8, (int)Math.Min(said, (uint)(file.Length - at - 8)));
            if (name.SequenceEqual("fmt "u8))
            {
                channels = BinaryPrimitives.ReadInt16LittleEndian(body[2..]);
                rate = BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
                if (BinaryPrimitives.ReadInt16LittleEndian(body[14..]) != BitsPerSample || channels < 1 || rate < 1)
                    throw new InvalidDataException("Only 16-bit PCM is read.");
            }
            else if (name.SequenceEqual("data"u8) && rate > 0)
            {
                return new Clip(Resampler.Resample(Mono(body, channels), rate, Clip.Rate));
            }

            at += 8 + body.Length + (body.Length & 1);
        }

        throw new InvalidDataException("The WAV file holds no sound.");
    }

    public static byte[] Write(Clip clip)
    {
        var file = new byte[HeaderBytes + clip.Samples.Length * 2];
        var span = file.AsSpan();
        "RIFF"u8.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(span[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(span[20..], Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(span[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(span[24..], Clip.Rate);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], Clip.Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[34..], BitsPerSample);
        "data"u8.CopyTo(span[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[40..], clip.Samples.Length * 2);
        for (var i = 0; i < clip.Samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(span[(HeaderBytes + i * 2)..], (short)(Math.Clamp(clip.Samples[i], -1f, 1f) * short.MaxValue));
        return file;
    }

    private static float[] Mono(ReadOnlySpan<byte> body, int channels)
    {
        var samples = new float[body.Length / 2 / channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++)
                sum += BinaryPrimitives.ReadInt16LittleEndian(body[((i * channels + channel) * 2)..]) / 32768f;
            samples[i] = sum / channels;
        }

        return samples;
    }
}
