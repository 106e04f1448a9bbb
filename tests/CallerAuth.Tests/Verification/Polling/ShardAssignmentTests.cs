using CallerAuth.Store;
using CallerAuth.Verification.Polling;

namespace CallerAuth.Tests.Verification.Polling;

/// <summary>Instances agree on whose a shard is without asking each other.</summary>
public class ShardAssignmentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(40)]
    public void Every_shard_has_one_owner_and_nobody_has_more_than_a_fair_share(int instances)
    {
        var alive = Names(instances);

        var shares = alive.Select(name => ShardAssignment.Of(name, alive)).ToArray();

        Assert.Equal(Enumerable.Range(0, Keys.ShardCount), shares.SelectMany(share => share).Order());
        Assert.All(shares, share => Assert.InRange(share.Count, 0, (Keys.ShardCount + instances - 1) / instances));
    }

    [Fact]
    public void The_order_in_which_instances_are_known_does_not_matter()
    {
        var alive = Names(5);

        Assert.Equal(ShardAssignment.Of(alive[2], alive).Order(), ShardAssignment.Of(alive[2], [.. alive.Reverse()]).Order());
    }

    [Fact]
    public void When_one_comes_most_shards_stay_where_they_are()
    {
        var moved = Enumerable.Range(0, 50).Average(i =>
        {
            var before = Names(4, i);
            string[] after = [.. before, $"new{i}"];
            return before.Sum(name => ShardAssignment.Of(name, before).Except(ShardAssignment.Of(name, after)).Count());
        });

        Assert.InRange(moved, 2, 8);
    }

    private static string[] Names(int count, int seed = 0) => [.. Enumerable.Range(0, count).Select(i => $"{seed:x}a{i * 7919:x}")];
}
