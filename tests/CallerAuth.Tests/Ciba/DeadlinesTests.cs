using CallerAuth.Ciba;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Ciba;

public class DeadlinesTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_token_is_cancelled_when_its_time_is_over()
    {
        var clock = new FakeTimeProvider();
        using var deadline = new Deadlines(Within, clock).Begin(CancellationToken.None);

        clock.Advance(Within - TimeSpan.FromMilliseconds(1));
        Assert.False(deadline.Token.IsCancellationRequested);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_callers_wish_reaches_it_and_no_later_one()
    {
        var deadlines = new Deadlines(Within, TimeProvider.System);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        deadlines.Begin(first.Token).Dispose();

        using var deadline = deadlines.Begin(second.Token);
        first.Cancel();
        Assert.False(deadline.Token.IsCancellationRequested);
        second.Cancel();
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_wish_from_before_is_known_at_once()
    {
        using var deadline = new Deadlines(Within, TimeProvider.System).Begin(new CancellationToken(canceled: true));

        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task One_that_is_used_again_begins_anew()
    {
        var deadlines = new Deadlines(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        deadlines.Begin(CancellationToken.None).Dispose();
        using var deadline = deadlines.Begin(CancellationToken.None);

        var over = new TaskCompletionSource();
        await using var registration = deadline.Token.Register(over.SetResult);

        await over.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Many_at_once_never_cancel_each_other()
    {
        var deadlines = new Deadlines(TimeSpan.FromMinutes(1), TimeProvider.System);

        Parallel.For(0, 10_000, i =>
        {
            using var hungUp = new CancellationTokenSource();
            using var deadline = deadlines.Begin(hungUp.Token);
            if (i % 3 == 0)
                hungUp.Cancel();
            Assert.Equal(i % 3 == 0, deadline.Token.IsCancellationRequested);
        });
    }
}
