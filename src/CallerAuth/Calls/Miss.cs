namespace CallerAuth.Calls;

/// <summary>How an answer missed the question.</summary>
internal enum Miss
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>No key was pressed.</summary>
    Nothing,

    /// <summary>Too few keys.</summary>
    Incomplete,

    /// <summary>Keys that are no answer.</summary>
    Wrong,
}
