using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Tests.Benchmarks;

public sealed class ArrivalBookTests
{
    private const int Item = 3;
    private const long Began = 1_000_000;
    private const long Millisecond = 1_000;
    private const long Second = 1_000_000;

    private readonly ArrivalBook _book = new(10, TimeSpan.FromSeconds(3), Began);

    [Fact]
    public void Lateness_counts_from_the_answer_and_beyond_the_interval()
    {
        Poll(Began, answeredAfter: 200 * Millisecond);

        Poll(Began + (3 * Second) + (250 * Millisecond));

        var seen = Look();
        Assert.Equal((50, 3250), (seen.Lateness.Max, seen.Gap.Max));
        Assert.Equal((2, 1, 0), (seen.Polls, seen.Distinct, seen.Early));
    }

    [Theory]
    [InlineData(2_984, 1)]
    [InlineData(2_985, 0)]
    public void A_poll_is_early_when_it_comes_sooner_than_the_interval_and_what_clocks_may_differ_by(long milliseconds, int early)
    {
        Poll(Began);

        Poll(Began + (milliseconds * Millisecond));

        Assert.Equal(early, Look().Early);
    }

    [Fact]
    public void A_poll_at_once_after_another_is_a_double_and_early()
    {
        Poll(Began);

        Poll(Began + (100 * Millisecond));

        Assert.Equal((1, 1, 0), (Look().Early, Look().Doubles, Look().Overlapping));
    }

    [Fact]
    public void A_poll_while_another_is_unanswered_overlaps_and_has_no_lateness()
    {
        _book.Arrive(Item, 0, isHttp2: false, Began);

        _book.Arrive(Item, 1, isHttp2: false, Began + (4 * Second));

        Assert.Equal((1, 0, 0), (Look().Overlapping, Look().Early, Look().Lateness.Max));
    }

    [Fact]
    public void A_new_window_forgets_its_counts_but_not_the_last_poll_of_each()
    {
        Poll(Began);
        _book.Begin(Began + Second);

        Poll(Began + (2 * Second));

        Assert.Equal((1, 1), (Look().Polls, Look().Early));
    }

    [Fact]
    public void The_first_poll_is_late_by_when_its_order_began()
    {
        _book.Expect([.. Enumerable.Repeat(Began, 10)]);

        Poll(Began + (3 * Second) + (20 * Millisecond));

        Assert.Equal((20, 0), (Look().Lateness.Max, Look().Gap.Max));
    }

    [Fact]
    public void Orphans_are_those_that_the_lost_instance_polled_last_until_another_polls_them()
    {
        Poll(Began, item: 1, instance: 0);
        Poll(Began, item: 2, instance: 0);
        Poll(Began, item: 4, instance: 1);
        _book.MarkOrphansOf(0, Began + Second);

        Poll(Began + (5 * Second), item: 1, instance: 1);
        Poll(Began + (3 * Second), item: 4, instance: 1);

        var orphans = _book.LookAfterOrphans();
        Assert.Equal((2, 1), (orphans.Orphans, orphans.Unpolled));
        Assert.Equal((4000, 5000), (orphans.LastAfter, orphans.Gap.Max));
    }

    [Fact]
    public void When_the_store_is_struck_everybody_is_an_orphan()
    {
        Poll(Began, item: 1, instance: 0);
        Poll(Began, item: 4, instance: 1);

        _book.MarkOrphansOf(ArrivalBook.AnyInstance, Began + Second);

        Assert.Equal((2, 2), (_book.LookAfterOrphans().Orphans, _book.LookAfterOrphans().Unpolled));
    }

    [Fact]
    public void The_peak_is_the_busiest_tenth_of_a_second_against_the_mean_since_the_first_poll()
    {
        foreach (var item in new[] { 0, 1, 2 })
            Poll(Began + (500 * Millisecond), item);
        Poll(Began + (650 * Millisecond), item: 4);

        Assert.Equal(1.5, _book.Look(Began + (700 * Millisecond)).Peak);
    }

    private void Poll(long at, int item = Item, byte instance = 0, long answeredAfter = 0)
    {
        _book.Arrive(item, instance, isHttp2: false, at);
        _book.Answer(item, at + answeredAfter);
    }

    private Arrivals Look() => _book.Look(Began + (10 * Second));
}
