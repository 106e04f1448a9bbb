namespace CallerAuth.Lines;

/// <summary>All lines by the number that was called, in E.164 form; "*" stands for any other number.</summary>
internal sealed class LinesOptions
{
    public const string Section = "Lines";
    public const string AnyOther = "*";

    public Dictionary<string, LineOptions> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>What could not be read at all; each message names its key.</summary>
    public List<string> Unreadable { get; } = [];
}
