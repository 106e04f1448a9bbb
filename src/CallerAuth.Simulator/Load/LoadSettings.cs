using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Simulator.Load;

/// <summary>What the service is told in a load run, beside what every service is told that lives with a simulator.</summary>
internal static class LoadSettings
{
    /// <summary>Made-up secrets of a made-up account, the same in every run, so that a service that runs already can know them. They open nothing else.</summary>
    public static string Known(string what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"CallerAuth simulator, public: {what}")).AsSpan(0, 16));

    public static SimulatorOptions OptionsFor(LoadArguments asked)
    {
        var options = new SimulatorOptions
        {
            Port = asked.Port,
            Speed = asked.Speed,
            IntervalSeconds = asked.Interval,
            KeepsHistory = false,
            ConnectionsMax = 256,
            NorwegianExpirySeconds = asked.Hold > 0 ? (int)LongestWait(asked).TotalSeconds : null,
        };
        return asked.Service is null
            ? options
            : options with { AccountSid = $"AC{Known("account")}", AuthToken = Known("token"), ClientSecret = Known("client") };
    }

    /// <summary>For a service that is started here: as it would run for a company, with the limits that it comes with, since every caller is somebody else.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ForStarted(SimulatorHost simulator, LoadArguments asked, LoadStore store, Uri url, string keyPath) =>
    [
        new("ASPNETCORE_ENVIRONMENT", "Production"),
        .. ServiceSettings.For(simulator, url, keyPath).Where(setting => !setting.Key.StartsWith("Limits:", StringComparison.Ordinal)),
        new("Store:ConnectionString", store.ConnectionString),
        new("Telemetry:Prometheus", "true"),
        .. Waits(asked),
        .. asked.Settings,
    ];

    /// <summary>For a service that somebody else starts: no file with a key, and a key for hashes that does not change.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ForRunning(SimulatorHost simulator, LoadArguments asked)
    {
        var settings = new Dictionary<string, string>(ServiceSettings.For(simulator, asked.Service!, privateKeyPath: ""), StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = asked.Service!.GetLeftPart(UriPartial.Authority),
            ["Ciba:ClientAuthentication"] = "client_secret_basic",
            ["Ciba:ClientSecret"] = simulator.Options.ClientSecret!,
            ["Privacy:NationalIdHashKey"] = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Known("hash")))),
            ["Telemetry:Prometheus"] = "true",
        };
        settings.Remove("Ciba:PrivateKeyPath");
        settings.Remove("Ciba:KeyId");
        settings.Remove("Store:ConnectionString");
        // Without a store that we know of the service keeps its own, as it does in Development.
        settings[asked.Store.Length > 0 ? "Store:ConnectionString" : "ASPNETCORE_ENVIRONMENT"] = asked.Store.Length > 0 ? asked.Store : "Development";
        foreach (var (key, value) in Waits(asked))
            settings[key] = value;
        return settings.OrderBy(setting => setting.Key, StringComparer.Ordinal);
    }

    // Who holds is let wait to the end of the run, and not for the line's three minutes.
    private static IEnumerable<KeyValuePair<string, string>> Waits(LoadArguments asked) =>
        asked.Hold > 0 ? [new($"Lines:{Line.Vestlys.Number}:MaxWait", LongestWait(asked).ToString("c"))] : [];

    private static TimeSpan LongestWait(LoadArguments asked) =>
        TimeSpan.FromSeconds(Math.Ceiling((asked.Length + asked.Warm + (TimeSpan.FromSeconds(asked.Hold / asked.CallsPerSecond) * 2) + TimeSpan.FromMinutes(5)).TotalSeconds));
}
