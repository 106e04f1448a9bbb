using CallerAuth.Identity;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Verification.Polling;

/// <summary>What is pending, when it is due, and in whose hands it is.</summary>
public class PendingPollsTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly NationalIdHash Person = NationalIdHash.Parse(new string('0', 64));

    private readonly FakeTimeProvider _time = new();
    private readonly PollClock _clock;
    private readonly PendingPolls _pending;
    private readonly OwnedShard _shard;

    public PendingPollsTests()
    {
        _clock = new PollClock(_time);
        _pending = new PendingPolls(_clock, () => 0.5);
        _shard = _pending.Own(VerificationId.New(Person).Shard, "us");
    }

    [Fact]
    public void One_is_taken_when_it_is_due_and_by_one_only()
    {
        var poll = Add(Interval);
        Assert.Empty(Due());

        _time.Advance(Interval);

        Assert.Same(poll, Assert.Single(Due()));
        Assert.Empty(Due());
        Assert.Null(_pending.TakeNow(_shard, poll.Id));
    }

    [Fact]
    public void A_provider_that_calls_again_and_again_is_asked_once_in_an_interval()
    {
        var poll = Add(Interval);

        Assert.Same(poll, _pending.TakeNow(_shard, poll.Id));
        GiveBack(poll, Interval);
        _time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.Null(_pending.TakeNow(_shard, poll.Id));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Same(poll, _pending.TakeNow(_shard, poll.Id));
    }

    [Fact]
    public void What_is_handed_in_before_all_in_a_shard_is_known_is_kept_until_then()
    {
        var early = new HandedIn.Notified(VerificationId.New(Person));
        Assert.True(_pending.Defer(_shard, early));

        Assert.Equal([early], _pending.Taken(_shard));

        Assert.False(_pending.Defer(_shard, early));
        Assert.Empty(_pending.Taken(_shard));
    }

    [Fact]
    public void Who_sleeps_until_the_next_is_due_wakes_up_for_a_sooner_one_and_for_no_later_one()
    {
        Add(TimeSpan.FromSeconds(10));
        var sooner = _pending.Sooner;
        _pending.NextLook();

        Add(TimeSpan.FromSeconds(20));
        Assert.False(sooner.IsCompleted);
        Add(TimeSpan.FromSeconds(1));
        Assert.True(sooner.IsCompleted);
    }

    [Fact]
    public void No_poll_comes_after_the_end_of_its_time()
    {
        var poll = Add(TimeSpan.FromHours(1), expiresIn: TimeSpan.FromSeconds(30));

        Assert.Equal(30_000, poll.DueAt);
    }

    [Fact]
    public void After_a_pause_what_was_late_together_does_not_come_together()
    {
        foreach (var _ in Enumerable.Range(0, 10))
            Add(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(60));

        _pending.SpreadWhatIsLate(TimeSpan.FromSeconds(59));

        Assert.Empty(Due());
        _time.Advance(Interval);
        Assert.Equal(10, Due().Count);
    }

    [Fact]
    public void In_a_shard_that_is_about_to_go_nothing_is_begun_but_what_the_store_must_still_be_told()
    {
        var (running, ended) = (Add(TimeSpan.Zero), Add(TimeSpan.Zero));
        Due();
        ended.Outcome = new VerificationOutcome.Declined();

        _pending.Close(_shard);

        Assert.Null(_pending.Begin(running));
        Assert.Same(_shard, _pending.Begin(ended));
        Assert.Equal(1, _pending.UnfinishedIn(_shard));
        Assert.Equal([running.Id, ended.Id], _pending.DueIn(_shard).Select(one => one.Poll.Id));
    }

    [Fact]
    public void What_comes_back_into_a_shard_that_was_lost_stays_out()
    {
        var poll = Add(TimeSpan.Zero);
        Assert.Same(_shard, _pending.Begin(Assert.Single(Due())));

        _pending.Lose(_shard);
        _pending.Finish(poll, _shard, TimeSpan.Zero);

        Assert.Equal(0, _pending.Waiting);
        Assert.Null(_pending.Begin(poll));
        Assert.False(_pending.Add(_shard, poll, TimeSpan.Zero));
    }

    private PendingPoll Add(TimeSpan delay, TimeSpan? expiresIn = null)
    {
        var poll = new PendingPoll(
            VerificationId.New(Person), eid: null, AuthReqId.Parse("1"), [], Interval, _clock.Now + (long)(expiresIn ?? TimeSpan.FromHours(2)).TotalMilliseconds);
        Assert.True(_pending.Add(_shard, poll, delay));
        return poll;
    }

    private List<PendingPoll> Due()
    {
        var due = new List<PendingPoll>();
        _pending.TakeDue(due);
        return due;
    }

    private void GiveBack(PendingPoll poll, TimeSpan again) => _pending.Finish(poll, _pending.Begin(poll)!, again);
}
