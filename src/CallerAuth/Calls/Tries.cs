namespace CallerAuth.Calls;

/// <summary>How often a question went wrong, and how it went wrong last, so that it can be asked again in fitting words.</summary>
internal readonly record struct Tries(int Misses, Miss Last)
{
    /// <summary>Three tries for each question, then a person takes over.</summary>
    public const int Most = 3;

    public static readonly Tries None;

    public Tries After(Miss miss) => new(Misses + 1, miss);

    public bool Exhausted => Misses >= Most;
}
