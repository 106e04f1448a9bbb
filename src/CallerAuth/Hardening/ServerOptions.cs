using System.Globalization;

namespace CallerAuth.Hardening;

/// <summary>What one instance takes upon itself.</summary>
internal sealed class ServerOptions
{
    public const string Section = "Server";

    /// <summary>
    /// Connections beyond this are closed at once. Idle ones cost some ten kilobytes, so the default bounds what strangers can
    /// make us hold at about 100 MB and is still far above what Twilio or a proxy opens.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long after SIGTERM requests are still taken, while <c>/health/ready</c> says 503: the time a balancer needs to notice.</summary>
    public TimeSpan StopDelay { get; set; }

    /// <summary>For the server, which is built before the settings are checked: a fault is then told with the others instead of thrown here.</summary>
    public static int MaxConnectionsIn(IConfiguration configuration) =>
        int.TryParse(configuration[$"{Section}:{nameof(MaxConnections)}"], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0
            ? most
            : new ServerOptions().MaxConnections;

    /// <summary>For the host, which is built before the settings are checked as well.</summary>
    public static TimeSpan StopDelayIn(IConfiguration configuration) =>
        TimeSpan.TryParse(configuration[$"{Section}:{nameof(StopDelay)}"], CultureInfo.InvariantCulture, out var delay) && delay > TimeSpan.Zero && delay < TimeSpan.FromHours(1)
            ? delay
            : TimeSpan.Zero;
}
