using System.Text.RegularExpressions;

namespace CallerAuth.Tests.Conventions;

/// <summary>The rooms know each other in one direction. The compiler does not guard that within one project, so this reads the using lines.</summary>
public partial class RoomTests
{
    /// <summary>Each room and those it may use.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Identity"] = [],
        ["Tracing"] = [],
        ["Store"] = ["Identity"],
        ["Audit"] = ["Identity", "Store"],
        ["Ciba"] = ["Identity"],
        ["Lines"] = ["Ciba", "Identity"],
        ["Verification"] = ["Audit", "Ciba", "Identity", "Store", "Tracing"],
        ["Calls"] = ["Verification", "Lines", "Ciba", "Identity", "Store"],
        ["Routing"] = ["Calls", "Lines", "Identity"],
        ["Agents"] = ["Routing", "Calls", "Verification", "Lines", "Ciba", "Audit", "Identity", "Store"],
        ["Webhooks"] = ["Agents", "Routing", "Calls", "Verification", "Lines", "Ciba", "Identity", "Store"],
        ["Voice"] = ["Routing", "Calls", "Verification", "Lines", "Ciba", "Identity", "Tracing"],
        ["Telemetry"] = ["Agents", "Webhooks", "Routing", "Calls", "Verification", "Ciba", "Store", "Tracing"],
        ["Hardening"] = ["Ciba"],
        ["Recording"] = ["Voice", "Calls", "Lines", "Identity"],
        ["Doctor"] = ["Voice", "Calls", "Lines", "Ciba", "Store", "Identity"],
    };

    private static readonly string[] MayUseTwilio = ["Calls", "Routing", "Voice", "Agents"];
    private static readonly string[] MayUseRedis = ["Store", "Audit", "Verification", "Calls", "Agents", "Webhooks", "Telemetry"];

    [Fact]
    public void Every_room_is_in_the_table() => Assert.Equal(
        MayUse.Keys.Order(StringComparer.Ordinal),
        Source.All.Select(source => source.Room).Where(room => room.Length > 0 && room != "Properties").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void A_room_uses_those_below_it_and_no_other()
    {
        var wrong =
            from source in InRooms()
            from line in source.Lines
            let used = RoomUsed().Match(line).Groups["room"].Value
            where used.Length > 0 && used != source.Room && !MayUse[source.Room].Contains(used, StringComparer.Ordinal)
            select $"{source.Path} uses {used}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_two_rooms_use_each_other_even_by_way_of_a_third() => Assert.All(MayUse.Keys, room => Assert.DoesNotContain(room, Below(room)));

    [Fact]
    public void Twilios_types_stay_where_calls_are_handled() =>
        Assert.Empty(InRooms().Where(source => !MayUseTwilio.Contains(source.Room, StringComparer.Ordinal) && Uses(source, TwilioUsed())).Select(source => source.Path));

    [Fact]
    public void Redis_stays_with_what_is_stored() =>
        Assert.Empty(InRooms().Where(source => !MayUseRedis.Contains(source.Room, StringComparer.Ordinal) && Uses(source, RedisUsed())).Select(source => source.Path));

    [Fact]
    public void A_namespace_is_its_folder() => Assert.All(InRooms(), source => Assert.Contains(
        $"namespace CallerAuth.{Path.GetDirectoryName(source.Path)!.Replace('/', '.')};",
        source.Lines));

    private static IEnumerable<Source> InRooms() => Source.All.Where(source => MayUse.ContainsKey(source.Room));

    private static bool Uses(Source source, Regex what) => source.Lines.Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && what.IsMatch(line));

    private static IEnumerable<string> Below(string room) => MayUse[room].SelectMany(used => Below(used).Prepend(used));

    [GeneratedRegex(@"^using (static )?(\w+ = )?CallerAuth\.(?<room>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomUsed();

    [GeneratedRegex(@"\bTwilio\.(AspNet|Clients|Exceptions|Http|Rest|TwiML|Types)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TwilioUsed();

    [GeneratedRegex(@"\bStackExchange\.Redis\b", RegexOptions.None, 1000)]
    private static partial Regex RedisUsed();
}
