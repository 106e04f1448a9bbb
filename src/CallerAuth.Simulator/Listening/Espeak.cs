using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace CallerAuth.Simulator.Listening;

/// <summary>
/// espeak-ng reads a prompt aloud, in its language and with its SSML. It is no Polly, but it is free, knows our four languages and
/// gives the same sound every time, so lengths can be compared.
/// </summary>
internal sealed class Espeak
{
    /// <summary>Words a minute; espeak-ng's own default, and near the voices that callers hear.</summary>
    public const int Rate = 175;

    private const string Program = "espeak-ng";
    private const float Loudness = 0.7f;

    private static readonly Dictionary<string, string> Voices = new(StringComparer.Ordinal)
    {
        ["nb-NO"] = "nb",
        ["sv-SE"] = "sv",
        ["da-DK"] = "da",
        ["en-GB"] = "en-gb",
        ["en-US"] = "en-us",
    };

    private readonly ConcurrentDictionary<(string Language, string Ssml), Clip> _said = new();

    /// <summary>Null when it is there; otherwise what to do.</summary>
    public static async Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        if (await SoundTool.RunAsync(Program, ["--version"], ReadOnlyMemory<byte>.Empty, cancellationToken) is null)
            return "espeak-ng is not installed, and nothing else here can read prompts aloud. Install it (Debian, Ubuntu: apt-get install espeak-ng; macOS: brew install espeak-ng) and try again.";
        foreach (var voice in Voices.Values)
        {
            if (await SoundTool.RunAsync(Program, ["-q", "-v", voice, "1"], ReadOnlyMemory<byte>.Empty, cancellationToken) is null)
                return $"espeak-ng is installed without the voice “{voice}”. Install its data (Debian, Ubuntu: apt-get install espeak-ng-data) and try again.";
        }

        return null;
    }

    /// <param name="ssml">What stands inside Say.</param>
    public async Task<Clip> SayAsync(string language, string ssml, CancellationToken cancellationToken)
    {
        if (_said.TryGetValue((language, ssml), out var known))
            return known;
        var voice = Voices.GetValueOrDefault(language) ?? throw new InvalidOperationException($"No voice of espeak-ng is known for {language}.");
        string[] arguments = ["-m", "-b", "1", "-v", voice, "-s", Rate.ToString(CultureInfo.InvariantCulture), "--stdin", "--stdout"];
        var file = await SoundTool.RunAsync(Program, arguments, Encoding.UTF8.GetBytes($"<speak>{ssml}</speak>"), cancellationToken)
            ?? throw new InvalidOperationException($"espeak-ng could not read a prompt in {language} aloud.");
        var clip = WaveFile.Read(file);
        return _said[(language, ssml)] = new Clip([.. clip.Samples.Select(sample => sample * Loudness)]);
    }
}
