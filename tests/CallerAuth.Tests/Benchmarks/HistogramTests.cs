using CallerAuth.Benchmarks.Measuring;

namespace CallerAuth.Tests.Benchmarks;

public sealed class HistogramTests
{
    [Fact]
    public void Nothing_counted_is_zero_everywhere()
    {
        var histogram = new Histogram();

        Assert.Equal((0, 0, 0), (histogram.Count, histogram.Percentile(0.99), histogram.Greatest));
    }

    [Fact]
    public void Small_values_are_exact()
    {
        var histogram = Filled(Enumerable.Range(1, 100).Select(value => (long)value));

        Assert.Equal((50, 99, 100, 100), (histogram.Percentile(0.5), histogram.Percentile(0.99), histogram.Percentile(1), histogram.Greatest));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(3_000_000)]
    [InlineData(123_456_789_012)]
    [InlineData(long.MaxValue / 4)]
    public void A_value_among_greater_ones_is_told_within_a_step_of_it_and_never_too_small(long value)
    {
        var histogram = Filled([value, value * 2]);

        Assert.InRange(histogram.Percentile(0.5), value, value + (value / 60));
    }

    [Fact]
    public void The_greatest_is_exact_and_bounds_every_percentile()
    {
        var histogram = Filled([1_000_003]);

        Assert.Equal((1_000_003, 1_000_003), (histogram.Greatest, histogram.Percentile(0.999)));
    }

    [Fact]
    public void What_came_before_it_was_due_counts_as_not_late()
    {
        var histogram = Filled([-5000]);

        Assert.Equal((1, 0), (histogram.Count, histogram.Percentile(1)));
    }

    [Fact]
    public void Many_threads_lose_no_value()
    {
        var histogram = new Histogram();

        Parallel.For(0, 10_000, value => histogram.Add(value));

        Assert.Equal((10_000, 9_999), (histogram.Count, histogram.Greatest));
    }

    private static Histogram Filled(IEnumerable<long> values)
    {
        var histogram = new Histogram();
        foreach (var value in values)
            histogram.Add(value);
        return histogram;
    }
}
