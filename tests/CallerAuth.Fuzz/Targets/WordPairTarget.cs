using System.Globalization;
using CallerAuth.Identity;

namespace CallerAuth.Fuzz.Targets;

/// <summary>The words that come back in <c>bindingMessage</c> and are read aloud.</summary>
internal static class WordPairTarget
{
    public static void Run(byte[] input) => Check(Input.Text(input));

    public static void Check(string bindingMessage)
    {
        if (!WordPair.TryParse(bindingMessage, out var words))
            return;

        Finding.Unless(words.Value.Length <= WordPair.MaxLength && words.Words.Count is >= 1 and <= WordPair.MaxWords, "words beyond their bounds");
        Finding.Unless(words.Words.All(word => word.Length > 0 && char.IsLetter(word[0])), "a word that begins with no letter");
        Finding.Unless(
            !words.Value.Any(c => c is '<' or '>' or '&' or '"' || char.IsDigit(c) || char.IsControl(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format),
            "markup, digits or signs among the words");
        Finding.Unless(WordPair.Parse(words.Value) == words, "words that are read differently the second time");
        Finding.Unless(words.ToString() == "WordPair(***)", "words that print");
    }
}
