using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace CallerAuth.Voice;

/// <summary>What was asked of <c>twilio connect</c> on the command line.</summary>
internal sealed partial record TwilioConnectArguments(string Number)
{
    public string? Url { get; private init; }

    public string? Fallback { get; private init; }

    public bool Yes { get; private init; }

    public Uri Ngrok { get; private init; } = new("http://127.0.0.1:4040");

    public static bool TryParse(IReadOnlyList<string> words, [NotNullWhen(true)] out TwilioConnectArguments? arguments)
    {
        arguments = words is ["connect", var number, ..] && E164().IsMatch(number) ? new TwilioConnectArguments(number) : null;
        for (var i = 2; i < words.Count && arguments is not null; i++)
        {
            var address = i + 1 < words.Count && Uri.TryCreate(words[i + 1], UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? words[i + 1] : null;
            arguments = (words[i], address) switch
            {
                ("--yes", _) => arguments with { Yes = true },
                ("--url", not null) => arguments with { Url = address },
                ("--fallback", not null) => arguments with { Fallback = address },
                ("--ngrok", not null) => arguments with { Ngrok = new Uri(address) },
                _ => null,
            };
            if (words[i] != "--yes")
                i++;
        }

        return arguments is not null;
    }

    [GeneratedRegex(@"^\+[1-9]\d{6,14}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex E164();
}
