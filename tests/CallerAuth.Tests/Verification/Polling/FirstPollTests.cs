using CallerAuth.Ciba;
using CallerAuth.Verification.Polling;
using CsCheck;

namespace CallerAuth.Tests.Verification.Polling;

/// <summary>Whoever takes over polls no sooner than the interval allows, and not everybody at once.</summary>
public class FirstPollTests
{
    private static readonly TimeSpan Three = TimeSpan.FromSeconds(3);

    [Fact]
    public void What_was_handed_over_is_polled_when_it_is_due() =>
        Assert.Equal(TimeSpan.FromSeconds(1.2), FirstPoll.After(PreviousOwner.Nobody, TimeSpan.FromSeconds(1.2), Three, 0.9));

    [Fact]
    public void What_fell_due_during_the_handing_over_is_polled_at_once() =>
        Assert.Equal(TimeSpan.Zero, FirstPoll.After(PreviousOwner.Nobody, TimeSpan.FromMilliseconds(-300), Three, 0.9));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 1.5)]
    public void What_nobody_polled_for_long_is_spread_over_an_interval(double dice, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), FirstPoll.After(PreviousOwner.Nobody, TimeSpan.FromMinutes(-2), Three, dice));

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void An_orphan_waits_its_interval_from_when_its_owner_had_to_stop_and_is_polled_within_the_promise(int interval)
    {
        var provider = TimeSpan.FromSeconds(interval);
        var (first, last) = (FirstPoll.After(PreviousOwner.Dead, TimeSpan.FromSeconds(-2), provider, 0), FirstPoll.After(PreviousOwner.Dead, TimeSpan.FromSeconds(-2), provider, 1));

        Assert.Equal(provider - (PollTimes.Margin / 2), first);
        Assert.True(PollTimes.Lease + PollTimes.BeatEvery + last <= TimeSpan.FromSeconds(9), $"{last}");
    }

    [Fact]
    public void Nobody_is_polled_before_the_interval_is_over_whatever_the_store_says() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[1, 600], Gen.Double[0, 1]).Sample((scheduled, interval, dice) =>
        {
            var provider = TimeSpan.FromSeconds(interval);
            return FirstPoll.After(PreviousOwner.Dead, TimeSpan.FromSeconds(scheduled), provider, dice) >= provider - PollTimes.Margin
                && FirstPoll.After(PreviousOwner.Ourselves, TimeSpan.FromSeconds(scheduled), provider, dice) >= provider
                && FirstPoll.After(PreviousOwner.Nobody, TimeSpan.FromSeconds(scheduled), provider, dice) is var free
                && free >= TimeSpan.Zero && free <= PollPace.LongestRetryAfter;
        });

    [Fact]
    public void A_longer_wait_that_the_provider_asked_for_is_kept() =>
        Assert.Equal(TimeSpan.FromSeconds(60), FirstPoll.After(PreviousOwner.Dead, TimeSpan.FromSeconds(60), Three, 0));
}
