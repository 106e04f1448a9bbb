using System.Buffers.Binary;

namespace CallerAuth.Tests.Voice;

/// <summary>Reads the file as it lies beside the service and as a decoder does, frame by frame (ISO/IEC 11172-3 and 13818-3).</summary>
public class HoldMusicTests
{
    private const int SampleRate = 16_000;
    private const int SamplesPerFrame = 576;
    private const int BytesPerFrame = 72 * 40_000 / SampleRate;

    private static readonly byte[] File =
        System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "wwwroot", "audio", "hold.mp3"));

    [Fact]
    public void It_is_small_enough_to_be_fetched_while_a_caller_waits()
    {
        Assert.InRange(File.Length, 10_000, 100_000);
    }

    [Fact]
    public void It_is_mono_MPEG_audio_from_the_first_byte_to_the_last()
    {
        Assert.Equal(0, File.Length % BytesPerFrame);
        for (var frame = 0; frame < File.Length; frame += BytesPerFrame)
        {
            Assert.Equal(0xFFF3, BinaryPrimitives.ReadUInt16BigEndian(File.AsSpan(frame))); // Sync, MPEG-2 layer III, no checksum.
            Assert.Equal(0x58, File[frame + 2]); // 40 kbit/s at 16 kHz, no padding.
            Assert.Equal(0xC0, File[frame + 3] & 0xC0); // Mono.
        }
    }

    [Fact]
    public void It_lasts_ten_seconds_to_the_sample()
    {
        var info = File.AsSpan().IndexOf("Info"u8);
        var frames = BinaryPrimitives.ReadInt32BigEndian(File.AsSpan(info + 8));
        var encoder = File.AsSpan().IndexOf("LAME"u8);
        var delay = (File[encoder + 21] << 4) | (File[encoder + 22] >> 4);
        var padding = ((File[encoder + 22] & 0x0F) << 8) | File[encoder + 23];

        Assert.Equal((File.Length / BytesPerFrame) - 1, frames); // The first frame holds the tag.
        Assert.Equal(10 * SampleRate, (frames * SamplesPerFrame) - delay - padding);
    }
}
