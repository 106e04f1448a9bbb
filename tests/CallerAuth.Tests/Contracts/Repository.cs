namespace CallerAuth.Tests.Contracts;

/// <summary>Files of the repository that tests hold against the code. With CALLERAUTH_WRITE_DOCS=1 the tests write them instead; the difference is then reviewed.</summary>
internal static class Repository
{
    public const string HowToRewrite = "Run the tests once with CALLERAUTH_WRITE_DOCS=1 and review what changed.";

    public static readonly bool Rewrites = Environment.GetEnvironmentVariable("CALLERAUTH_WRITE_DOCS") == "1";

    private static readonly string Top = FindTop();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Top, .. parts]);

    /// <summary>The lines of a page between its markers <c>&lt;!-- section:begin --&gt;</c> and <c>&lt;!-- section:end --&gt;</c> are those that the code makes.</summary>
    public static void AssertSection(string page, string section, IEnumerable<string> lines)
    {
        var path = PathOf("docs", page);
        var (text, from, to) = Find(page, section);
        var expected = string.Join('\n', lines) + "\n";
        if (Rewrites)
            File.WriteAllText(path, text[..from] + expected + text[to..]);
        else
            Assert.True(text[from..to] == expected, $"docs/{page}, section \"{section}\", is not what the code says. {HowToRewrite}\nThe code says:\n{expected}");
    }

    /// <summary>What now stands there, for what need not be the same to the letter.</summary>
    public static string Section(string page, string section)
    {
        var (text, from, to) = Find(page, section);
        return text[from..to];
    }

    private static (string Text, int From, int To) Find(string page, string section)
    {
        var text = File.ReadAllText(PathOf("docs", page));
        var (begin, end) = ($"<!-- {section}:begin -->\n", $"<!-- {section}:end -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"docs/{page} has no markers for the section \"{section}\".");
        return (text, from, to);
    }

    private static string FindTop()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CallerAuth.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie below CallerAuth.sln.");
        return folder.FullName;
    }
}
