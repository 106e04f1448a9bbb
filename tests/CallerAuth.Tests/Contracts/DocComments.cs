using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CallerAuth.Tests.Contracts;

/// <summary>The summaries of the code's own doc comments, as plain sentences for a page.</summary>
internal static partial class DocComments
{
    private static readonly Dictionary<string, string> Summaries = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "CallerAuth.xml"))
        .Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!, member => Text(member.Element("summary")), StringComparer.Ordinal);

    public static string Of(Type type) => Summaries["T:" + type.FullName!.Replace('+', '.')];

    public static string Of(Enum value) => Summaries[$"F:{value.GetType().FullName}.{value}"];

    private static string Text(XElement? summary)
    {
        foreach (var reference in summary?.Descendants("see").ToList() ?? [])
            reference.ReplaceWith(((string?)reference.Attribute("cref") ?? "").Split('.', ':')[^1]);
        return Spaces().Replace(summary?.Value ?? "", " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
