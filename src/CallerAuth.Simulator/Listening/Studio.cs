using System.Collections.Concurrent;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Listening;

/// <summary>Makes the sound of a call: prompts by espeak-ng, music as the service serves it.</summary>
internal sealed class Studio
{
    /// <summary>Programs that read an MP3 from their input and write a WAV; the first that can is taken.</summary>
    private static readonly (string Program, string[] Arguments)[] Decoders =
    [
        ("lame", ["--quiet", "--decode", "--mp3input", "-", "-"]),
        ("ffmpeg", ["-loglevel", "error", "-i", "pipe:0", "-f", "wav", "-acodec", "pcm_s16le", "pipe:1"]),
        ("mpg123", ["-q", "-w", "-", "-"]),
        ("sox", ["-t", "mp3", "-", "-t", "wav", "-b", "16", "-"]),
    ];

    private readonly Espeak _espeak = new();
    private readonly ConcurrentDictionary<Uri, Clip> _decoded = [];

    /// <summary>Null when a call can be made audible here; otherwise what is missing.</summary>
    public static Task<string?> ProblemAsync(CancellationToken cancellationToken) => Espeak.ProblemAsync(cancellationToken);

    public Task<Clip> SayAsync(Speech speech, CancellationToken cancellationToken) => _espeak.SayAsync(speech.Language, speech.Ssml, cancellationToken);

    /// <exception cref="InvalidOperationException">Nothing here can decode it: a call with a hole in it would mislead.</exception>
    public async Task<Clip> DecodeAsync(Uri url, ReadOnlyMemory<byte> sound, CancellationToken cancellationToken)
    {
        if (_decoded.TryGetValue(url, out var known))
            return known;
        if (sound.Span.StartsWith("RIFF"u8))
            return _decoded[url] = WaveFile.Read(sound.Span);
        foreach (var (program, arguments) in Decoders)
        {
            if (await SoundTool.RunAsync(program, arguments, sound, cancellationToken) is { Length: > 0 } file)
                return _decoded[url] = WaveFile.Read(file);
        }

        throw new InvalidOperationException(
            $"{url.AbsolutePath} is played in this call, and nothing here can decode it. Install one of {string.Join(", ", Decoders.Select(decoder => decoder.Program))} (Debian, Ubuntu: apt-get install lame) and try again.");
    }
}
