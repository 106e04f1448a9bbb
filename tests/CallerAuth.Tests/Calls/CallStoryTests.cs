using CallerAuth.Calls;
using static CallerAuth.Calls.CallEvent;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Calls;

/// <summary>What an agent is told of a call's way here.</summary>
public class CallStoryTests
{
    private static readonly Call Rung = CallStory.Begin(Some.Call(new CollectingNationalId(Tries.None)), Some.Now);

    [Fact]
    public void A_story_begins_with_the_ring_and_tells_each_step_with_its_time()
    {
        var offered = Rung with { State = new OfferingRetry(Some.Id, UnverifiedReason.Declined, Tries.None) };

        var told = CallStory.Tell(Rung, offered, new AttemptFailed(Some.Id, UnverifiedReason.Declined), Some.Now.AddSeconds(9));

        Assert.Equal([new(StoryStep.Kind.Rang, Some.Now), new(StoryStep.Kind.AttemptFailed, Some.Now.AddSeconds(9), UnverifiedReason.Declined)], told.Story!);
    }

    [Fact]
    public void What_changed_nothing_is_not_told() =>
        Assert.Same(Rung, CallStory.Tell(Rung, Rung, new OutcomeTold(), Some.Now));

    [Fact]
    public void A_long_story_keeps_its_beginning_and_its_end()
    {
        var call = Rung;
        for (var i = 1; i <= 50; i++)
            call = CallStory.Tell(call, call with { Attempts = i }, new AnswerMissed(Miss.Wrong), Some.Now.AddSeconds(i));

        Assert.Equal(CallStory.Longest, call.Story!.Count);
        Assert.Equal((StoryStep.Kind.Rang, Some.Now.AddSeconds(50)), (call.Story[0].What, call.Story[^1].At));
    }

    [Fact]
    public void It_survives_the_store()
    {
        var context = CallJson.Default.Call;

        var back = System.Text.Json.JsonSerializer.Deserialize(System.Text.Json.JsonSerializer.Serialize(Rung, context), context)!;

        Assert.Equal(Rung.Story!, back.Story!);
    }
}
