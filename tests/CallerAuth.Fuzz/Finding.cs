namespace CallerAuth.Fuzz;

/// <summary>A promise of a reader that an input broke. Anything else a target throws is a finding too: it was not among the reader's documented exceptions.</summary>
internal sealed class Finding(string promise) : Exception(promise)
{
    public static void Unless(bool kept, string promise)
    {
        if (!kept)
            throw new Finding(promise);
    }
}
