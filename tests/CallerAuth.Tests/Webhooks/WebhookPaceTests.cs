using CallerAuth.Webhooks;

namespace CallerAuth.Tests.Webhooks;

public class WebhookPaceTests
{
    [Fact]
    public void Nine_tries_spread_over_about_a_day()
    {
        var pauses = Enumerable.Range(1, 8).Select(tries => WebhookPace.OverADay.After(tries, null, 0)!.Value).ToList();

        Assert.Equal(TimeSpan.FromSeconds(5), pauses[0]);
        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause), TimeSpan.FromHours(22), TimeSpan.FromHours(24));
        Assert.Null(WebhookPace.OverADay.After(9, null, 0));
    }

    [Fact]
    public void What_failed_together_is_spread() =>
        Assert.Equal(TimeSpan.FromSeconds(5.5), WebhookPace.OverADay.After(1, null, 1));

    [Theory]
    [InlineData(-10, 5)]
    [InlineData(1, 5)]
    [InlineData(90, 90)]
    [InlineData(1_000_000, 21_600)]
    public void A_target_may_ask_for_more_patience_but_not_for_ever_and_never_for_less(int asked, int pause) =>
        Assert.Equal(TimeSpan.FromSeconds(pause), WebhookPace.OverADay.After(1, TimeSpan.FromSeconds(asked), 0));

    [Fact]
    public void All_waits_fit_into_the_time_that_an_event_is_kept()
    {
        var longest = Enumerable.Range(1, 8).Aggregate(TimeSpan.Zero, (sum, tries) => sum + WebhookPace.OverADay.After(tries, TimeSpan.FromDays(9), 1)!.Value);

        Assert.True(longest < Outbox.Keep, longest.ToString());
    }
}
