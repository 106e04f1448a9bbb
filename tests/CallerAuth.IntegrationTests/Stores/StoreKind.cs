namespace CallerAuth.IntegrationTests.Stores;

/// <summary>The two servers that every store test runs on.</summary>
public enum StoreKind
{
    /// <summary>Garnet inside the process, as in Development.</summary>
    Embedded,

    /// <summary>A redis-server of the machine.</summary>
    Redis,
}
