namespace CallerAuth.Ciba.EIds;

/// <summary>The eIDs as read from code and configuration, with every fault found on the way.</summary>
internal sealed class EIdOptions
{
    public const string Section = "EIds";

    public Dictionary<string, EId> EIds { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Faults { get; } = [];
}
