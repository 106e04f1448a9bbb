using CallerAuth.Calls;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Calls;

public class RecentCallsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_call_is_known_as_it_was_last_noted()
    {
        var recent = new RecentCalls(_time);
        var (first, second) = (Call() with { Version = 1 }, Call() with { Version = 2 });

        recent.Note(first);
        recent.Note(second);

        Assert.Same(second, recent.Find(Some.CallSid));
        Assert.Null(recent.Find(Some.CallSid[..^1] + "2"));
    }

    [Fact]
    public void A_call_that_has_ended_or_is_gone_is_forgotten_at_once()
    {
        var recent = new RecentCalls(_time);
        recent.Note(Call());
        recent.Note(Some.Call(new CallState.Ended(EndReason.HungUp)));
        Assert.Null(recent.Find(Some.CallSid));

        recent.Note(Call());
        recent.Forget(Some.CallSid);
        Assert.Null(recent.Find(Some.CallSid));
    }

    [Fact]
    public void A_call_is_kept_for_a_minute_and_no_longer_than_two_without_a_step()
    {
        var recent = new RecentCalls(_time);
        var quiet = Call() with { CallSid = Sid(1) };
        recent.Note(quiet);

        Pass();
        recent.Note(Call() with { CallSid = Sid(2) });
        Assert.Same(quiet, recent.Find(Sid(1)));

        Pass();
        recent.Note(Call() with { CallSid = Sid(3) });
        Assert.Null(recent.Find(Sid(1)));
        Assert.NotNull(recent.Find(Sid(2)));
    }

    [Fact]
    public void However_many_calls_there_are_only_so_many_are_kept()
    {
        var recent = new RecentCalls(_time);

        for (var i = 0; i < 250_000; i++)
            recent.Note(Call() with { CallSid = Sid(i) });

        Assert.InRange(Enumerable.Range(0, 250_000).Count(i => recent.Find(Sid(i)) is not null), 50_000, 100_001);
    }

    private void Pass() => _time.Advance(RecentCalls.KeptAtLeast + TimeSpan.FromSeconds(1));

    private static Call Call() => Some.Call(new CallState.CollectingNationalId(Tries.None));

    private static string Sid(int number) => $"CA{number:x32}";
}
