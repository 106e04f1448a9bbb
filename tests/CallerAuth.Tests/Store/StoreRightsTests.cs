using System.Text.RegularExpressions;
using CallerAuth.Tests.Contracts;
using CallerAuth.Tests.Conventions;

namespace CallerAuth.Tests.Store;

/// <summary>docs/deploy/redis-acl.conf grants what the code asks of the store, no less and no more. Read from the sources, so that a new command cannot be forgotten.</summary>
public partial class StoreRightsTests
{
    /// <summary>How StackExchange.Redis introduces itself, finds its servers and runs scripts; measured with MONITOR.</summary>
    private static readonly string[] OfTheClient =
        ["hello", "client|setname", "client|id", "info", "cluster|nodes", "cluster|slots", "asking", "role", "echo", "ping", "eval", "evalsha", "script|load", "subscribe", "unsubscribe"];

    /// <summary>The client's methods that we use, with the commands they send.</summary>
    private static readonly Dictionary<string, string[]> OfMethods = new(StringComparer.Ordinal)
    {
        ["HashDelete"] = ["hdel"],
        ["HashGet"] = ["hget", "hmget"],
        ["HashGetAll"] = ["hgetall"],
        ["HashScan"] = ["hscan"],
        ["KeyDelete"] = ["del", "unlink"],
        ["ListRange"] = ["lrange"],
        ["ListRemove"] = ["lrem"],
        ["Ping"] = [],
        ["Publish"] = ["publish"],
        ["ScriptEvaluate"] = [],
        ["SortedSetRangeByRank"] = ["zrange"],
        ["SortedSetRemove"] = ["zrem"],
        ["StringGet"] = ["get"],
        ["StringSet"] = ["set"],
    };

    [Fact]
    public void Every_method_of_the_client_that_is_used_is_in_the_table() =>
        Assert.Equal(OfMethods.Keys.Order(StringComparer.Ordinal), Found(Method()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_rights_are_those_that_are_used()
    {
        var used = OfTheClient.Concat(OfMethods.Values.SelectMany(commands => commands)).Concat(Found(Command()).Select(command => command.ToLowerInvariant()));

        var granted = Right().Matches(User()).Select(match => match.Groups["right"].Value);

        Assert.Equal(used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_and_channels_are_those_below_the_prefix_and_nothing_is_left_to_the_default_user()
    {
        Assert.Contains(" resetkeys ~ca:* resetchannels &ca:* -@all ", User(), StringComparison.Ordinal);
        Assert.Contains("user default off", Lines());
    }

    private static IEnumerable<string> Found(Regex what) => Source.All
        .SelectMany(source => what.Matches(string.Join('\n', source.Lines)))
        .Select(match => match.Groups["name"].Value)
        .Distinct(StringComparer.Ordinal);

    private static string User() => Lines().Single(line => line.StartsWith("user callerauth ", StringComparison.Ordinal));

    private static string[] Lines() => File.ReadAllLines(Repository.PathOf("docs/deploy", "redis-acl.conf"));

    [GeneratedRegex(@"redis\.p?call\('(?<name>\w+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"\bDatabase\s*\.(?<name>\w+)Async\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();

    [GeneratedRegex(@" \+(?<right>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Right();
}
