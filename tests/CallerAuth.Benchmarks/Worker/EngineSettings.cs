using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>How one instance of the engine is set up for a run.</summary>
/// <param name="Store">A StackExchange.Redis connection string.</param>
/// <param name="Authority">The provider; for the virtual provider any address.</param>
/// <param name="Authentication">basic, es256 or rs256.</param>
/// <param name="KeyPath">The private key of the last two.</param>
/// <param name="ForceHttp2">HTTP/2 without TLS, which no client takes up by itself.</param>
/// <param name="VirtualItems">Above 0 the provider is a message handler within the process and knows so many auth_req_ids.</param>
/// <param name="Interval">For the virtual provider's lateness.</param>
internal sealed record EngineSettings(string Store, string Authority, string Authentication, string KeyPath, bool ForceHttp2, int VirtualItems, TimeSpan Interval)
{
    public static readonly string[] Authentications = ["basic", "es256", "rs256"];

    public static EngineSettings Read(Arguments arguments) => new(
        arguments.Text("store", ""),
        arguments.Text("authority", "http://127.0.0.1:1"),
        arguments.Word("auth", "basic", Authentications),
        arguments.Text("key", ""),
        arguments.Has("h2c"),
        arguments.Whole("virtual", 0),
        TimeSpan.FromMilliseconds(arguments.Whole("interval-ms", 3000)));

    public string[] Write() =>
    [
        "worker",
        "--store", Store,
        "--authority", Authority,
        "--auth", Authentication,
        "--virtual", $"{VirtualItems}",
        "--interval-ms", $"{(int)Interval.TotalMilliseconds}",
        .. KeyPath.Length > 0 ? new[] { "--key", KeyPath } : [],
        .. ForceHttp2 ? new[] { "--h2c" } : [],
    ];

    /// <summary>The same as the service's own settings.</summary>
    public Dictionary<string, string?> ToConfiguration() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Store:ConnectionString"] = Store,
        // Of all zeros: it protects nothing here but must be the same in every process.
        ["Privacy:NationalIdHashKey"] = Convert.ToBase64String(new byte[32]),
        ["Ciba:Authority"] = Authority,
        ["Ciba:ClientId"] = ProviderSettings.Client,
        ["Ciba:ClientAuthentication"] = Authentication == "basic" ? "client_secret_basic" : "private_key_jwt",
        ["Ciba:ClientSecret"] = Authentication == "basic" ? "benchmark-secret-of-no-worth" : "",
        ["Ciba:PrivateKeyPath"] = KeyPath,
        ["Ciba:SigningAlgorithm"] = Authentication == "es256" ? "ES256" : "RS256",
    };
}
