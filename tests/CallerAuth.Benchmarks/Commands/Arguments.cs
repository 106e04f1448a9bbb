using System.Globalization;

namespace CallerAuth.Benchmarks.Commands;

/// <summary>What follows a command: <c>--name value</c>, or <c>--name</c> alone for a switch. What nobody asks for is refused, so that a slip does not measure something else.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Arguments(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
                throw new ArgumentException($"\"{words[i]}\" was not expected; options begin with --.", nameof(words));
            var hasValue = i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal);
            _given[words[i][2..]] = hasValue ? words[++i] : "";
        }
    }

    public bool Has(string name)
    {
        _asked.Add(name);
        return _given.ContainsKey(name);
    }

    public string Text(string name, string otherwise) => Has(name) ? _given[name] : otherwise;

    /// <summary>One of some words.</summary>
    public string Word(string name, string otherwise, IReadOnlyCollection<string> words)
    {
        var word = Text(name, otherwise);
        return words.Contains(word, StringComparer.Ordinal) ? word : throw new ArgumentException($"--{name}: \"{word}\" is none of {string.Join(", ", words)}.", nameof(name));
    }

    public int Whole(string name, int otherwise) =>
        int.TryParse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"--{name}: not a number.", nameof(name));

    /// <summary>Several numbers with commas between them.</summary>
    public int[] Wholes(string name, params int[] otherwise) =>
        Has(name) ? [.. _given[name].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))] : otherwise;

    public TimeSpan Seconds(string name, double otherwise) =>
        double.TryParse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"--{name}: not a number of seconds.", nameof(name));

    /// <summary>To be called when everything has been asked for.</summary>
    public void RefuseTheRest()
    {
        if (_given.Keys.Except(_asked, StringComparer.Ordinal).ToArray() is { Length: > 0 } rest)
            throw new ArgumentException($"Unknown: {string.Join(", ", rest.Select(name => $"--{name}"))}.");
    }
}
