using CallerAuth.Simulator.Load;

namespace CallerAuth.Tests.Simulator.Load;

public sealed class LoadFiguresTests
{
    [Fact]
    public void A_percentile_is_right_within_a_step_and_the_longest_exactly()
    {
        var histogram = new Histogram();
        for (var i = 1; i <= 10_000; i++)
            histogram.Add(TimeSpan.FromMilliseconds(i));

        Assert.InRange(histogram.Percentile(0.5).TotalMilliseconds, 5000, 5200);
        Assert.InRange(histogram.Percentile(0.99).TotalMilliseconds, 9900, 10_000);
        Assert.Equal(TimeSpan.FromSeconds(10), histogram.Longest);
        Assert.Equal(TimeSpan.Zero, new Histogram().Percentile(0.99));
    }

    [Fact]
    public void A_slope_is_that_of_the_second_half()
    {
        var track = new MemoryTrack();
        // Half an hour of growing warm, and half an hour of six megabytes.
        for (var minute = 0; minute < 60; minute++)
            track.Add(TimeSpan.FromMinutes(minute), minute < 30 ? 100 + minute : 130 + ((minute - 30) * 0.2));

        Assert.Equal(12, track.SlopePerHour!.Value, 0.01);
        Assert.Equal((100, 135.8), (track.Start, Math.Round(track.End, 1)));
        Assert.Null(new MemoryTrack().SlopePerHour);
    }

    [Fact]
    public void A_track_of_many_looks_stays_small_and_keeps_its_ends()
    {
        var track = new MemoryTrack();
        for (var i = 0; i <= 20_000; i++)
            track.Add(TimeSpan.FromSeconds(i), i);

        Assert.Equal((0, 20_000), (track.Start, track.End));
        Assert.Equal(3600, track.SlopePerHour!.Value, 0.01);
    }

    [Theory]
    [InlineData("ca:call:CA0123456789abcdef0123456789abcdef", "ca:call:…", false)]
    [InlineData("ca:{07}:limit:person:a8Xw-1", "ca:{…}:limit:person:…", false)]
    [InlineData("ca:limit:line:+4721000003", "ca:limit:line:…", false)]
    [InlineData("ca:{07}:owner", "ca:{…}:owner", false)]
    [InlineData("ca:{figures}:hour:2026-11-23T09", "ca:{figures}:hour:…", false)]
    [InlineData("ca:{07}:person:a8Xw", "ca:{…}:person:…", true)]
    [InlineData("ca:{07}:running", "ca:{…}:running", true)]
    [InlineData("ca:queue:support", "ca:queue:support", true)]
    public void A_key_is_told_by_its_kind_and_whether_it_may_be_left(string key, string kind, bool unfinished)
    {
        Assert.Equal(kind, StoreLeftovers.KindOf(key));
        Assert.Equal(unfinished, StoreLeftovers.IsUnfinished(key));
    }

    [Fact]
    public void What_the_service_complains_of_is_counted_with_its_first_words()
    {
        var log = new ServiceLog();
        foreach (var line in new[] { "info: A[1]", "      well", "warn: B[2]", "      once", "warn: B[2]", "      twice", "fail: C[3]", "      broken" })
            log.Hear(line);

        Assert.Equal((2, "once"), log.Complaints["warn: B[2]"]);
        Assert.Equal((1, "broken"), log.Complaints["fail: C[3]"]);
        Assert.Equal(2, log.Complaints.Count);
    }
}
