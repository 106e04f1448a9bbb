namespace CallerAuth.Store;

/// <summary>Where calls and verifications are kept while they live.</summary>
internal sealed class StoreOptions
{
    public const string Section = "Store";

    /// <summary>A StackExchange.Redis connection string (Redis 6.2 or later, or Valkey). Empty: the embedded store.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Allows the embedded store outside Development. It lives and dies with the process, so it suits one instance at most.</summary>
    public bool Embedded { get; set; }

    /// <summary>First part of every key, so that several systems can share one server.</summary>
    public string KeyPrefix { get; set; } = "ca";

    /// <summary>A PEM file with the CA of the store's certificate, where that is no public one. Then no other CA counts.</summary>
    public string TrustedCaPath { get; set; } = "";

    /// <summary>How long one command may take. A webhook makes two at most and must answer within three seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMilliseconds(1200);
}
