namespace CallerAuth.Agents.Access;

/// <summary>A key of one of the company's systems, of which only the hash is known here. <c>api-key new</c> makes one.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>What the audit trail calls the system.</summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the key in hex. A key is 256 random bits, so its plain hash gives nothing away.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>What it may do: <c>verifications.read</c>, <c>verifications.write</c>.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>The lines it may act for, in E.164 form. Empty: all.</summary>
    public List<string> Lines { get; set; } = [];
}
