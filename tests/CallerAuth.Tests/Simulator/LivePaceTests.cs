using CallerAuth.Simulator.Live;
using CallerAuth.Simulator.Telephony;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Simulator;

public sealed class LivePaceTests
{
    private const int FirstCaption = 1;

    private static readonly Speech Sentence = new("Velkommen.", "nb-NO", TimeSpan.FromSeconds(2), "Velkommen.");

    private readonly FakeTimeProvider _time = new();
    private readonly LiveTelephone _telephone = new(new Pulse());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LivePace Pace => new(_time, _telephone);

    [Fact]
    public async Task Without_a_voice_a_sentence_takes_as_long_as_the_simulators_own()
    {
        var speaking = Pace.SpeakAsync(Sentence, Cancellation);

        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(speaking.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        await speaking;
    }

    [Fact]
    public async Task A_quick_voice_ends_the_sentence_sooner()
    {
        var speaking = Pace.SpeakAsync(Sentence, Cancellation);
        _telephone.Spoken(FirstCaption, ended: false);

        _telephone.Spoken(FirstCaption, ended: true);

        await speaking;
    }

    [Fact]
    public async Task A_slow_voice_is_heard_to_its_end()
    {
        var speaking = Pace.SpeakAsync(Sentence, Cancellation);
        _telephone.Spoken(FirstCaption, ended: false);

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.NotSame(speaking, await Task.WhenAny(speaking, YieldAsync()));
        _telephone.Spoken(FirstCaption, ended: true);

        await speaking;
    }

    [Fact]
    public async Task A_voice_that_never_says_that_it_has_ended_does_not_hold_the_call()
    {
        var speaking = Pace.SpeakAsync(Sentence, Cancellation);
        _telephone.Spoken(FirstCaption, ended: false);

        for (var second = 0; second < 60 && !speaking.IsCompleted; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await YieldAsync();
        }

        await speaking.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Cancellation);
    }

    [Fact]
    public async Task Whoever_hangs_up_hears_no_more()
    {
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var speaking = Pace.SpeakAsync(Sentence, hangUp.Token);

        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
    }

    private static async Task YieldAsync()
    {
        for (var i = 0; i < 50; i++)
            await Task.Yield();
    }
}
