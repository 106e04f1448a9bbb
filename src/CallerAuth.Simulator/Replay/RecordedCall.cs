using System.Text.Json;
using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Replay;

/// <summary>A call that the service wrote down (docs/replay.md): the line it came in on, then what happened, one JSON object a line.</summary>
internal sealed record RecordedCall(JsonObject? Line, IReadOnlyList<JsonObject> Happened)
{
    private const int Version = 1;

    /// <exception cref="InvalidDataException">It is no recording, or one of another version.</exception>
    public static RecordedCall Parse(string text)
    {
        try
        {
            // A line that is being written has no end yet.
            var lines = text.Split('\n')[..^1].Select(line => JsonNode.Parse(line)?.AsObject() ?? throw new JsonException()).ToList();
            if (lines.Count == 0 || (int?)lines[0]["recording"] != Version)
                throw new InvalidDataException($"This is no recording of version {Version}.");
            return new RecordedCall(lines[0]["line"]?.AsObject(), lines[1..]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("This is no recording of a call: a line is not a JSON object.", e);
        }
    }

    public static async Task<RecordedCall> ReadAsync(string path, CancellationToken cancellationToken) => Parse(await File.ReadAllTextAsync(path, cancellationToken));
}
