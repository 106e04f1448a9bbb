namespace CallerAuth.Audit;

/// <summary>What is remembered of verifications after they have ended.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Whether anything is.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Somewhat longer than a year, so that one year can be compared with the one before. Counts for each day from its last record on.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(400);
}
