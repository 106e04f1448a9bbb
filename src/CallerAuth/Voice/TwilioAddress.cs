using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CallerAuth.Voice;

/// <summary>
/// A webhook's address taken apart at the places where Twilio's spelling varies: the port, and how the query is escaped.
/// It is never put through <see cref="Uri"/>, which would change what was signed.
/// </summary>
internal sealed record TwilioAddress(string Scheme, string UserInfo, string Host, string Port, string Path, string Query, string Fragment)
{
    private const string EscapedInPaths = " \"<>^`{}";
    private const string EscapedInQueries = " \"'<>";

    /// <summary>The parts of an absolute address, or null for anything else. Path, query and fragment keep their leading mark.</summary>
    public static TwilioAddress? Parse(string? url)
    {
        var colon = url?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (url is null || colon <= 0)
            return null;
        var rest = url[(colon + 3)..];
        var (beforeFragment, fragment) = SplitBefore(rest, "#");
        var (beforeQuery, query) = SplitBefore(beforeFragment, "?");
        var (authority, path) = SplitBefore(beforeQuery, "/");
        var (host, port) = HostAndPort(authority);
        return host == port ? null : new TwilioAddress(url[..colon], authority[..host], authority[host..port], authority[port..], path, query, fragment);
    }

    /// <summary>Whether <see cref="Parse"/> makes something of it.</summary>
    public static bool IsAbsolute([NotNullWhen(true)] string? url)
    {
        var colon = url?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (url is null || colon <= 0)
            return false;
        var authority = url.AsSpan(colon + 3);
        var end = authority.IndexOfAny("#?/");
        var (host, port) = HostAndPort(end < 0 ? authority : authority[..end]);
        return host != port;
    }

    /// <summary>
    /// The address with and without a port, as it came, then as a browser would write it, then with its query parsed and written again.
    /// </summary>
    public IEnumerable<string> Spellings()
    {
        foreach (var spelling in BothPorts())
            yield return spelling;
        var written = AsBrowsersWriteIt();
        foreach (var spelling in written.BothPorts())
            yield return spelling;
        foreach (var spelling in (written with { Query = Rewritten(written.Query) }).BothPorts())
            yield return spelling;
    }

    public override string ToString() => $"{Scheme}://{UserInfo}{Host}{Port}{Path}{Query}{Fragment}";

    private IEnumerable<string> BothPorts()
    {
        var standardPort = Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        yield return (this with { Port = "" }).ToString();
        yield return (this with { Port = Port.Length > 0 ? Port : standardPort }).ToString();
    }

    /// <summary>As the URL standard serializes it (https://url.spec.whatwg.org): a lower-case host, and an apostrophe in the query as %27.</summary>
    private TwilioAddress AsBrowsersWriteIt() => this with
    {
        Scheme = Scheme.ToLowerInvariant(),
        Host = Host.ToLowerInvariant(),
        Path = Path.Length == 0 ? "/" : Escaped(Path, EscapedInPaths),
        Query = Escaped(Query, EscapedInQueries),
    };

    /// <summary>
    /// As Node's querystring module writes what it has read: %20 for a space, a bare apostrophe, and the values of one key side by side.
    /// </summary>
    private static string Rewritten(string query)
    {
        if (query.Length <= 1)
            return query;
        var parameters = query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => SplitBefore(parameter, "="))
            .Select(parameter => (Key: Read(parameter.Before), Value: Read(parameter.From.Length > 0 ? parameter.From[1..] : "")))
            .GroupBy(parameter => parameter.Key, StringComparer.Ordinal)
            .SelectMany(sameKey => sameKey);
        return "?" + string.Join('&', parameters.Select(parameter => $"{Written(parameter.Key)}={Written(parameter.Value)}"));
    }

    private static string Read(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Written(string text) => new StringBuilder(Uri.EscapeDataString(text))
        .Replace("%21", "!").Replace("%27", "'").Replace("%28", "(").Replace("%29", ")").Replace("%2A", "*").ToString();

    private static string Escaped(string text, string alsoEscaped)
    {
        if (!text.Any(NeedsEscape))
            return text;
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && !NeedsEscape((char)rune.Value))
                escaped.Append((char)rune.Value);
            else
                escaped.Append(rune.IsAscii ? $"%{rune.Value:X2}" : Uri.EscapeDataString(rune.ToString()));
        }
        return escaped.ToString();

        bool NeedsEscape(char c) => c is <= ' ' or > '~' || alsoEscaped.Contains(c, StringComparison.Ordinal);
    }

    // Where they begin; without a port, where it would.
    private static (int Host, int Port) HostAndPort(ReadOnlySpan<char> authority)
    {
        var host = authority.LastIndexOf('@') + 1;
        var port = authority.LastIndexOf(':');
        return (host, port >= host && port > authority.LastIndexOf(']') ? port : authority.Length);
    }

    private static (string Before, string From) SplitBefore(string text, string mark)
    {
        var index = text.IndexOf(mark, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[index..]);
    }
}
