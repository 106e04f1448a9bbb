namespace CallerAuth.Agents.Statistics;

/// <summary>How the agents' side counts.</summary>
internal sealed class StatisticsOptions
{
    public const string Section = "Agents";

    /// <summary>By whose clocks a day begins: a name of the IANA time zone database.</summary>
    public string TimeZone { get; set; } = "Europe/Oslo";
}
