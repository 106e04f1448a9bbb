namespace CallerAuth.Agents.Access;

/// <summary>What somebody may do (RFC 6749 §3.3).</summary>
internal static class Scope
{
    /// <summary>See verifications and follow them, without the words that the app asks for.</summary>
    public const string Read = "verifications.read";

    /// <summary>Start and cancel verifications, and see the words.</summary>
    public const string Write = "verifications.write";

    public static readonly IReadOnlyList<string> All = [Read, Write];
}
