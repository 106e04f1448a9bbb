namespace CallerAuth.Simulator.Provider;

/// <summary>The words a Norwegian BankID app shows and a company reads aloud: an adjective and a noun.</summary>
internal static class WordPairs
{
    private static readonly string[] Adjectives =
    [
        "Frekk", "Dobbel", "Salt", "Umulig", "Grønn", "Stille", "Rund", "Varm", "Lat", "Modig",
        "Skjev", "Myk", "Tung", "Blå", "Lur", "Rask", "Sprø", "Våken", "Ærlig", "Øm",
    ];

    private static readonly string[] Nouns =
    [
        "Julekos", "Pynt", "Felle", "Kanel", "Hest", "Brygge", "Vaffel", "Fjord", "Sokk", "Paraply",
        "Kaktus", "Lykt", "Måne", "Sykkel", "Trompet", "Ugle", "Åre", "Ørken", "Gulrot", "Nisse",
    ];

    /// <summary>Draws pairs that share no word, so that one word heard is enough to tell them apart.</summary>
    public static IReadOnlyList<string> Draw(int count, Func<double> chance)
    {
        var adjectives = Adjectives.ToList();
        var nouns = Nouns.ToList();
        return [.. Enumerable.Range(0, count).Select(_ => $"{Take(adjectives, chance)} {Take(nouns, chance)}")];
    }

    private static string Take(List<string> words, Func<double> chance)
    {
        var index = Math.Min((int)(chance() * words.Count), words.Count - 1);
        var word = words[index];
        words.RemoveAt(index);
        return word;
    }
}
