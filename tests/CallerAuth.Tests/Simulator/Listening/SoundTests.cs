using System.Buffers.Binary;
using System.Text;
using CallerAuth.Simulator.Listening;

namespace CallerAuth.Tests.Simulator.Listening;

public class SoundTests
{
    [Fact]
    public void A_file_says_that_it_is_8_kHz_mono_PCM_and_how_long()
    {
        var file = WaveFile.Write(new Clip(new float[Clip.Rate]));

        Assert.Equal("RIFF", Encoding.ASCII.GetString(file, 0, 4));
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(file, 8, 8));
        Assert.Equal((1, 1), (BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(20)), BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(22))));
        Assert.Equal((8000, 16_000), (BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)), BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(28))));
        Assert.Equal(16_000, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(40)));
        Assert.Equal(44 + 16_000, file.Length);
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        var clip = Tones.Keys("5");

        var read = WaveFile.Read(WaveFile.Write(clip));

        Assert.Equal(clip.Length, read.Length);
        Assert.All(clip.Samples.Zip(read.Samples), pair => Assert.Equal(pair.First, pair.Second, 0.001f));
    }

    [Fact]
    public void A_pipe_that_does_not_know_its_length_is_read_to_its_end()
    {
        var file = WaveFile.Write(Tones.Keys("5"));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), int.MaxValue - 100);

        Assert.Equal(Tones.Keys("5").Length, WaveFile.Read(file).Length);
    }

    [Fact]
    public void What_is_no_sound_is_refused() => Assert.Throws<InvalidDataException>(() => WaveFile.Read("<html>"u8));

    [Theory]
    [InlineData(1000, 0.9, 1.1)]
    [InlineData(3000, 0.9, 1.1)]
    [InlineData(6000, 0, 0.01)]
    public void Down_at_the_telephones_rate_a_tone_stays_or_goes_and_never_folds_back(double frequency, double least, double most)
    {
        const int From = 22_050;
        var source = new float[From];
        for (var i = 0; i < source.Length; i++)
            source[i] = (float)Math.Sin(Math.Tau * frequency * i / From);

        var result = Resampler.Resample(source, From, Clip.Rate);

        Assert.Equal(Clip.Rate, result.Length);
        Assert.InRange(result.Sum(sample => sample * (double)sample) / (Clip.Rate / 2.0), least, most);
    }

    [Fact]
    public void Every_key_sounds_as_itself() => Assert.All("1234567890*#", key => Assert.Equal(key, Goertzel.KeyIn(Tones.Keys(key.ToString()).Samples.AsSpan(0, Clip.SamplesIn(Tones.KeyLength)))));

    [Fact]
    public void Ringing_at_the_other_end_is_no_key()
    {
        var ringing = Tones.Ringing(TimeSpan.FromSeconds(6)).Samples;

        Assert.Null(Goertzel.KeyIn(ringing.AsSpan(0, 1000)));
        Assert.All(ringing[8000..40_000], sample => Assert.Equal(0, sample));
        Assert.NotEqual(0, ringing[40_100]);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_from_one_that_is()
    {
        Assert.Null(await SoundTool.RunAsync("callerauth-no-such-program", [], default, TestContext.Current.CancellationToken));
        Assert.Equal("music"u8.ToArray(), await SoundTool.RunAsync("cat", [], "music"u8.ToArray(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Music_that_nothing_can_decode_is_a_fault_and_no_silence()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new Studio().DecodeAsync(new Uri("https://callers.example/audio/line.mp3"), "not music"u8.ToArray(), TestContext.Current.CancellationToken));

        Assert.Contains("/audio/line.mp3", fault.Message, StringComparison.Ordinal);
    }
}
