namespace CallerAuth.Agents.Api;

/// <summary>Problem details (RFC 9457). Nothing of what was sent is repeated in them.</summary>
internal sealed class ProblemBody
{
    /// <summary>The kind of problem, as an address relative to the API's own. It stays the same over versions.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status once more.</summary>
    public required int Status { get; init; }

    /// <summary>What it is about this time.</summary>
    public required string Detail { get; init; }

    /// <summary>What is wrong, by the field of the request that is at fault.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
