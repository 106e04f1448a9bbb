using CallerAuth.Benchmarks.Measuring;

namespace CallerAuth.Tests.Benchmarks;

public sealed class MedianTests
{
    [Fact]
    public void Of_measures_it_takes_the_middle_and_of_faults_the_sum()
    {
        Row[] rounds = [new() { Name = "ours", Micros = 50, Early = 0 }, new() { Name = "ours", Micros = 900, Early = 1 }, new() { Name = "ours", Micros = 40, Early = 2 }];

        var median = Median.Of(rounds, rounds[0] with { });

        Assert.Equal(new Row { Name = "ours", Micros = 50, Early = 3 }, median);
    }

    [Fact]
    public void Of_two_it_takes_the_mean_and_leaves_out_what_was_not_measured() =>
        Assert.Equal(2.5, Median.Of([3, double.NaN, 2]));

    private sealed record Row
    {
        public required string Name { get; init; }

        public required double Micros { get; init; }

        public required long Early { get; init; }
    }
}
