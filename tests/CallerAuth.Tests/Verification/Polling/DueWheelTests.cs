using CallerAuth.Identity;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using CsCheck;

namespace CallerAuth.Tests.Verification.Polling;

/// <summary>What is due comes out of the wheel when it is due: once, never sooner, and not a turn later.</summary>
public class DueWheelTests
{
    private const long OneTurn = 4096 * DueWheel.Tick;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(3_000)]
    [InlineData(OneTurn)]
    [InlineData(OneTurn + 1)]
    [InlineData((5 * OneTurn) + 7)]
    public void A_poll_comes_out_within_a_tick_of_its_time_and_not_before(long due)
    {
        var wheel = new DueWheel();
        wheel.Add(At(due));

        for (var now = 0L; now < due; now++)
            Assert.Empty(Take(wheel, now));

        Assert.Single(Take(wheel, due + DueWheel.Tick - 1));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void What_is_added_late_comes_at_once_and_not_a_whole_turn_later()
    {
        var wheel = new DueWheel();
        Take(wheel, 10_000);

        wheel.Add(At(9_000));
        wheel.Add(At(10_000));

        Assert.Equal(2, Take(wheel, 10_000 + DueWheel.Tick).Count);
    }

    [Fact]
    public void After_a_sleep_of_many_turns_everything_that_is_due_comes_and_nothing_else()
    {
        var wheel = new DueWheel();
        foreach (var due in Enumerable.Range(0, 1000))
            wheel.Add(At(due * 100L));
        var later = At(20 * OneTurn);
        wheel.Add(later);

        Assert.Equal(1000, Take(wheel, 19 * OneTurn).Count);
        Assert.Same(later, Assert.Single(Take(wheel, 20 * OneTurn)));
    }

    [Fact]
    public void What_is_taken_out_does_not_come_and_its_neighbours_do()
    {
        var wheel = new DueWheel();
        var polls = Enumerable.Range(0, 5).Select(_ => At(500)).ToArray();
        foreach (var poll in polls)
            wheel.Add(poll);

        foreach (var gone in new[] { 0, 2, 4 })
            wheel.Remove(polls[gone]);
        wheel.Remove(polls[0]);

        Assert.Equal([polls[1], polls[3]], Take(wheel, 600).OrderBy(poll => Array.IndexOf(polls, poll)));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void An_empty_wheel_need_not_be_looked_at_and_any_other_not_before_something_is_due()
    {
        var wheel = new DueWheel();
        Assert.Null(wheel.NextLook());

        wheel.Add(At(7_300));

        Assert.InRange(wheel.NextLook()!.Value, 7_300 - DueWheel.Tick, 7_300);
    }

    [Fact]
    public void Whatever_is_added_removed_and_taken_in_whatever_order_it_is_as_if_sorted() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3 * (int)OneTurn]).Array[1, 200].Sample(steps =>
        {
            var (wheel, model, now) = (new DueWheel(), new List<PendingPoll>(), 0L);
            foreach (var (what, amount) in steps)
            {
                if (what == 0)
                {
                    var poll = At(now + amount);
                    model.Add(poll);
                    wheel.Add(poll);
                }
                else if (what == 1 && model.Count > 0)
                {
                    var poll = model[amount % model.Count];
                    model.Remove(poll);
                    wheel.Remove(poll);
                }
                else
                {
                    now += amount;
                    var taken = Take(wheel, now);
                    // A tick late at most; never early.
                    if (taken.Exists(poll => poll.DueAt > now) || model.Exists(poll => poll.DueAt <= now - DueWheel.Tick && !taken.Contains(poll)))
                        return false;
                    model.RemoveAll(taken.Contains);
                }
            }

            return wheel.Count == model.Count;
        });

    private static PendingPoll At(long due) =>
        new(VerificationId.New(NationalIdHash.Parse(new string('0', 64))), null, AuthReqId.Parse("x"), [], TimeSpan.FromSeconds(3), long.MaxValue) { DueAt = due };

    private static List<PendingPoll> Take(DueWheel wheel, long now)
    {
        var due = new List<PendingPoll>();
        wheel.Take(now, due);
        return due;
    }
}
