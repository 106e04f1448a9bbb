namespace CallerAuth.Agents.Outbound;

/// <summary>
/// Numbers of Norway, Sweden, Denmark and Finland that cost whoever calls them more, and earn whoever is called: what a thief of a key would call.
/// By their numbering plans; an operator who wants to call some of them allows their prefix in full.
/// </summary>
internal static class PremiumNumbers
{
    private static readonly string[] Prefixes =
    [
        // Norway: 820 and 829.
        "+47820", "+47829",
        // Sweden: 0900, 0939 and 0944; 099, mass calling; 0649.
        "+46900", "+46939", "+46944", "+4699", "+46649",
        // Denmark: 90.
        "+4590",
        // Finland: 0600 and 0700, and those of them that take payments.
        "+358600", "+358606", "+358700", "+358707", "+358708",
    ];

    /// <returns>Null when the number is none of them.</returns>
    public static string? PrefixOf(string number) => Array.Find(Prefixes, prefix => number.StartsWith(prefix, StringComparison.Ordinal));
}
