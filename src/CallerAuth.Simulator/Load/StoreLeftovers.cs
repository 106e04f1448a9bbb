using System.Net;

namespace CallerAuth.Simulator.Load;

/// <summary>Keys of one kind that are in the store when all calls are over.</summary>
/// <param name="Kind">Their common name; what differs is left out.</param>
/// <param name="LongestSeconds">Until the last of them expires.</param>
/// <param name="Endless">How many never expire.</param>
/// <param name="Unfinished">They belong to something that has not ended.</param>
internal sealed record LeftoverKeys(string Kind, int Count, long LongestSeconds, int Endless, bool Unfinished);

/// <summary>What the service has in its store, by kind. Everything there expires, and nothing may be left of what runs while a call does.</summary>
internal static class StoreLeftovers
{
    private const int AtOnce = 1000;

    // What outlives its call by design: the call for late webhooks, the counts of limits, the audit trail, figures, and who is alive (docs/architecture.md).
    private static readonly string[] Stays = ["ca:call:", "ca:offer:", "ca:request:", "ca:idempotency:", "ca:audit:", "ca:{figures}:", "ca:instances", "ca:live", "ca:signed-out:"];

    public static async Task<IReadOnlyList<LeftoverKeys>> LookAsync(IPEndPoint store, CancellationToken cancellationToken)
    {
        await using var line = await RespLine.OpenAsync(store, cancellationToken);
        var kinds = new Dictionary<string, LeftoverKeys>(StringComparer.Ordinal);
        var cursor = "0";
        do
        {
            var page = (List<object?>)(await line.AskAsync(cancellationToken, "SCAN", cursor, "MATCH", "ca:*", "COUNT", $"{AtOnce}"))!;
            cursor = (string)page[0]!;
            string[] keys = [.. ((List<object?>)page[1]!).Cast<string>()];
            var lives = await line.AskAllAsync([.. keys.Select(key => new[] { "TTL", key })], cancellationToken);
            foreach (var (key, life) in keys.Zip(lives.Cast<long>()).Where(pair => pair.Second != -2))
                Count(kinds, key, life);
        }
        while (cursor != "0");
        return [.. kinds.Values.OrderByDescending(kind => kind.Count).ThenBy(kind => kind.Kind, StringComparer.Ordinal)];
    }

    public static bool IsUnfinished(string key) =>
        !Array.Exists(Stays, start => key.StartsWith(start, StringComparison.Ordinal))
        && !key.Contains("limit:", StringComparison.Ordinal) && !key.EndsWith(":owner", StringComparison.Ordinal);

    /// <summary>ca:{07}:limit:person:3fe… is one of ca:{…}:limit:person:….</summary>
    public static string KindOf(string key) => string.Join(':', key.Split(':').Select(Common));

    private static string Common(string part)
    {
        if (part.StartsWith('{') && part.Any(char.IsAsciiDigit))
            return "{…}";
        return part.All(letter => char.IsAsciiLetterLower(letter) || letter is '-' or '{' or '}') && part.Length <= 20 ? part : "…";
    }

    private static void Count(Dictionary<string, LeftoverKeys> kinds, string key, long life)
    {
        var kind = KindOf(key);
        var before = kinds.GetValueOrDefault(kind) ?? new LeftoverKeys(kind, 0, 0, 0, IsUnfinished(key));
        kinds[kind] = before with { Count = before.Count + 1, LongestSeconds = Math.Max(before.LongestSeconds, life), Endless = before.Endless + (life < 0 ? 1 : 0) };
    }
}
