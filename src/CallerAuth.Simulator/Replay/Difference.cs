using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CallerAuth.Simulator.Replay;

/// <summary>Where a call, played again, first went another way than it was recorded.</summary>
internal sealed record Difference(int Line, string Where, string Text)
{
    private const int LinesBefore = 2;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when both say the same. Times are not compared.</summary>
    /// <param name="index">Of the line below the first one.</param>
    /// <param name="recorded">What happened then.</param>
    /// <param name="now">What happens now; null when nothing does.</param>
    public static Difference? Between(int index, JsonObject recorded, JsonObject? now)
    {
        var (was, @is) = (Readable(recorded), now is null ? [] : Readable(now));
        var first = was.Zip(@is).TakeWhile(pair => pair.First == pair.Second).Count();
        if (first == was.Count && first == @is.Count)
            return null;
        var text = new StringBuilder();
        foreach (var line in was.Take(first).TakeLast(LinesBefore))
            text.Append("    ").AppendLine(line);
        // The ends that agree again are not shown.
        var last = 0;
        while (last < Math.Min(was.Count, @is.Count) - first && was[^(last + 1)] == @is[^(last + 1)])
            last++;
        foreach (var line in was.Skip(first).SkipLast(last))
            text.Append("  - ").AppendLine(line);
        foreach (var line in @is.Skip(first).SkipLast(last))
            text.Append("  + ").AppendLine(line);
        if (now is null)
            text.AppendLine("  + nothing");
        var what = (string?)recorded["webhook"] is { } path ? $"POST {path}" : (string?)recorded["event"] ?? "";
        return new Difference(index + 2, what, text.ToString());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"The first difference is in line {Line}, {Where} (- recorded, + now):{Environment.NewLine}{Text}");

    private static List<string> Readable(JsonObject happened)
    {
        var rest = happened.DeepClone().AsObject();
        rest.Remove("at");
        var twiml = (string?)rest["twiml"];
        rest.Remove("twiml");
        return [.. rest.ToJsonString(Json).Split('\n'), .. twiml is null ? [] : XElement.Parse(twiml).ToString().Split('\n')];
    }
}
