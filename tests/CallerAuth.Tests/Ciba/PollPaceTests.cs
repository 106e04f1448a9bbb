using CallerAuth.Ciba;
using CsCheck;

namespace CallerAuth.Tests.Ciba;

/// <summary>When to ask again, by CIBA Core 10.1 and 11.</summary>
public class PollPaceTests
{
    private static readonly TimeSpan Five = TimeSpan.FromSeconds(5);

    private static readonly Gen<TimeSpan> Intervals = Gen.Double[0.1, 120].Select(TimeSpan.FromSeconds);
    private static readonly Gen<TimeSpan?> Wishes = Gen.OneOf(Gen.Const((TimeSpan?)null), Gen.Double[-10, 100_000].Select(s => (TimeSpan?)TimeSpan.FromSeconds(s)));

    private static readonly Gen<PollResult> Answers = Gen.OneOf(
        Wishes.Select(PollResult (wish) => new PollResult.Pending(PendingStep.Unknown, wish)),
        Wishes.Select(PollResult (wish) => new PollResult.SlowDown(wish)),
        Wishes.Select(PollResult (wish) => new PollResult.Unavailable("no answer in time", wish)));

    [Fact]
    public void A_pending_answer_is_followed_by_the_interval() => Assert.Equal(Five, Delay(new PollResult.Pending(PendingStep.Unknown, null)));

    [Fact]
    public void Slow_down_adds_five_seconds_for_good()
    {
        var interval = PollPace.IntervalAfter(Five, new PollResult.SlowDown(null));
        Assert.Equal(TimeSpan.FromSeconds(10), interval);

        interval = PollPace.IntervalAfter(interval, new PollResult.Pending(PendingStep.Unknown, null));
        Assert.Equal(TimeSpan.FromSeconds(10), interval);

        interval = PollPace.IntervalAfter(interval, new PollResult.SlowDown(null));
        Assert.Equal(TimeSpan.FromSeconds(15), interval);
        Assert.Equal(TimeSpan.FromSeconds(15), PollPace.DelayAfter(new PollResult.SlowDown(null), interval, 0, 0));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(2, 5)]
    [InlineData(-1, 5)]
    [InlineData(86_400, 600)]
    public void Retry_After_is_honoured_within_bounds_and_never_to_poll_sooner(int asked, int waited)
    {
        var wish = TimeSpan.FromSeconds(asked);

        Assert.Equal(TimeSpan.FromSeconds(waited), Delay(new PollResult.Pending(PendingStep.Unknown, wish)));
        Assert.Equal(TimeSpan.FromSeconds(waited), Delay(new PollResult.SlowDown(wish)));
        Assert.Equal(TimeSpan.FromSeconds(waited), Delay(new PollResult.Unavailable("HTTP 503", wish), failures: 1));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 30)]
    [InlineData(1000, 30)]
    public void A_provider_that_does_not_answer_is_left_alone_for_longer_each_time(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Delay(new PollResult.Unavailable("no answer in time", null), failures));

    [Fact]
    public void Chance_spreads_what_failed_together_by_up_to_half() =>
        Assert.Equal(TimeSpan.FromSeconds(7.5), PollPace.DelayAfter(new PollResult.Unavailable("no answer in time", null), Five, 1, dice: 1));

    [Fact]
    public void An_answer_ends_the_back_off()
    {
        Assert.Equal(3, PollPace.FailuresAfter(2, new PollResult.Unavailable("no answer in time", null)));
        Assert.Equal(0, PollPace.FailuresAfter(2, new PollResult.Pending(PendingStep.Unknown, null)));
        Assert.Equal(0, PollPace.FailuresAfter(2, new PollResult.SlowDown(null)));
    }

    [Fact]
    public void No_poll_comes_sooner_than_the_interval_whatever_the_provider_answers() =>
        Gen.Select(Answers, Intervals, Gen.Int[0, 10_000], Gen.Double[0, 1]).Sample((answer, interval, failures, dice) =>
            PollPace.DelayAfter(answer, PollPace.IntervalAfter(interval, answer), failures, dice) >= interval);

    [Fact]
    public void No_delay_is_longer_than_the_longest_wish_or_the_interval() =>
        Gen.Select(Answers, Intervals, Gen.Int[0, 10_000], Gen.Double[0, 1]).Sample((answer, interval, failures, dice) =>
            PollPace.DelayAfter(answer, interval, failures, dice) <= Longest(interval, PollPace.LongestRetryAfter) + (interval / 2));

    [Fact]
    public void All_who_were_told_the_same_moment_do_not_come_at_the_same_moment()
    {
        var answer = new PollResult.Unavailable("circuit open", TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(20), PollPace.DelayAfter(answer, Five, failures: 1, dice: 0));
        Assert.Equal(TimeSpan.FromSeconds(22.5), PollPace.DelayAfter(answer, Five, failures: 1, dice: 1));
    }

    [Fact]
    public void An_interval_never_shrinks() =>
        Gen.Select(Answers, Intervals).Sample((answer, interval) => PollPace.IntervalAfter(interval, answer) >= interval);

    [Fact]
    public void Another_failure_never_brings_the_next_poll_forward() =>
        Gen.Select(Intervals, Gen.Int[1, 100], Gen.Double[0, 1]).Sample((interval, failures, dice) =>
        {
            var answer = new PollResult.Unavailable("no answer in time", null);
            return PollPace.DelayAfter(answer, interval, failures + 1, dice) >= PollPace.DelayAfter(answer, interval, failures, dice);
        });

    private static TimeSpan Delay(PollResult answer, int failures = 0) => PollPace.DelayAfter(answer, Five, failures, dice: 0);

    private static TimeSpan Longest(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
