using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CallerAuth.Identity;

/// <summary>
/// The words a Norwegian caller must hear and then find in the BankID app, as they came back in <c>bindingMessage</c>.
/// One to six words of letters, hyphens and apostrophes: what reaches the voice is never markup or digits. They are read aloud and not printed.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed record WordPair
{
    public const int MaxWords = 6;
    public const int MaxLength = 100;

    private WordPair(string value) => Value = value;

    /// <summary>The words with one space between them, for the store.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IReadOnlyList<string> Words => Value.Split(' ');

    public static bool TryParse(string? bindingMessage, [NotNullWhen(true)] out WordPair? wordPair)
    {
        wordPair = null;
        if (bindingMessage is null or { Length: > 4 * MaxLength })
            return false;

        var words = bindingMessage.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var value = string.Join(' ', words);
        if (words.Length is 0 or > MaxWords || value.Length > MaxLength || !words.All(IsWord))
            return false;

        wordPair = new WordPair(value);
        return true;
    }

    public static WordPair Parse(string text) =>
        TryParse(text, out var wordPair) ? wordPair : throw new FormatException("Not a word pair.");

    public override string ToString() => "WordPair(***)";

    private static bool IsWord(string word) => char.IsLetter(word[0]) && word.All(IsAllowed);

    // A letter may come as two characters: "a" and a ring above it.
    private static bool IsAllowed(char c) =>
        char.IsLetter(c) || c is '-' or '\'' or '’' || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
