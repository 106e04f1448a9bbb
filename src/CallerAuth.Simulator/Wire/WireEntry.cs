namespace CallerAuth.Simulator.Wire;

/// <summary>A name and what came with it, fit to be shown.</summary>
internal sealed record WireField(string Name, string Value);

/// <summary>Whether a signature was what it must be, and over what it was made.</summary>
internal sealed record WireCheck(bool Ok, string Says, IReadOnlyList<WireField> Details);

/// <summary>A request on the wire and, once it has come, its answer. No national ID stands in it.</summary>
/// <param name="Id">Stays the same from the request to the answer.</param>
/// <param name="Revision">Grows with each change of any entry.</param>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Kind"><c>webhook</c>, <c>ciba</c> or <c>rest</c>.</param>
internal sealed record WireEntry(long Id, long Revision, long At, string Kind, string Method, string Path)
{
    /// <summary>What it is in a word or two.</summary>
    public string Name { get; init; } = "";

    public IReadOnlyList<WireField> Asked { get; init; } = [];

    /// <summary>Null until the answer has come; 0 where none came.</summary>
    public int? Status { get; init; }

    public double? Milliseconds { get; init; }

    /// <summary>The answer in a word or two.</summary>
    public string Outcome { get; init; } = "";

    public string Answer { get; init; } = "";

    public WireCheck? Check { get; init; }

    /// <summary>Polls of one order belong together.</summary>
    public string? Order { get; init; }
}
