namespace CallerAuth.Verification;

/// <summary>How the poll engine works. The defaults suit one machine; the provider's own pace always has the last word.</summary>
internal sealed class VerificationOptions
{
    public const string Section = "Verification";

    /// <summary>Polls in flight at once in this instance; keeps a slow provider from taking every connection.</summary>
    public int PollsAtOnce { get; set; } = 256;

    /// <summary>An instance looks for what is new in its shards at least this often. It is called when there is something; this finds what it was called for in vain.</summary>
    public TimeSpan LookAtLeastEvery { get; set; } = TimeSpan.FromSeconds(2);
}
