using CallerAuth.Simulator.Listening;
using CallerAuth.Simulator.Telephony;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Simulator.Listening;

/// <summary>A call is played ten times as fast, and heard as slowly as it is.</summary>
public class TapeTests
{
    private readonly FakeTimeProvider _wall = new();
    private readonly Tape _tape;

    public TapeTests() => _tape = new Tape(_wall, new ScaledTime(_wall, speed: 10));

    [Fact]
    public void What_is_heard_to_its_end_has_its_own_length_whatever_the_timers_did()
    {
        Hear("one", seconds: 4, wallSeconds: 0.45);
        Hear("two", seconds: 3, wallSeconds: 0.31);

        Assert.Equal([("one", 0.0, 4.0), ("two", 4.0, 3.0)], Pieces());
    }

    [Fact]
    public void An_answer_of_the_service_takes_the_time_that_it_took()
    {
        Hear("one", seconds: 1, wallSeconds: 0.1);
        _tape.Wait(TimeSpan.FromSeconds(0.25));
        Hear("two", seconds: 1, wallSeconds: 0.1);

        Assert.Equal([("one", 0.0, 1.0), ("two", 1.25, 1.0)], Pieces());
    }

    [Fact]
    public void A_key_ends_what_is_heard_and_takes_its_time()
    {
        var question = _tape.Begin(TimeSpan.FromSeconds(9), "question");
        Pass(0.2);
        _tape.Press("12", heeded: true);
        _tape.Cut(question);
        Hear("answer", seconds: 1, wallSeconds: 0.1);

        Assert.Equal([("question", 0.0, 2.0), ("keys 12", 2.0, 0.48), ("answer", 2.48, 1.0)], Pieces());
    }

    [Fact]
    public void The_wait_for_more_keys_goes_on_after_a_key()
    {
        var silence = _tape.Begin(Timeout.InfiniteTimeSpan, takesKeys: true);
        Pass(0.1);
        _tape.Press("0", heeded: true);
        Pass(0.8);
        _tape.End(silence);

        Assert.Equal([("", 0.0, 1.0), ("keys 0", 1.0, 0.24), ("", 1.24, 8.0)], Pieces());
    }

    [Fact]
    public void A_key_that_nobody_heeds_sounds_over_what_is_heard()
    {
        var music = _tape.Begin(TimeSpan.FromSeconds(10), "music");
        Pass(0.5);
        _tape.Press("5", heeded: false);
        Pass(0.5);
        _tape.End(music);

        Assert.Equal([("music", 0.0, 10.0), ("keys 5", 5.0, 0.24)], Pieces());
        Assert.Equal(TimeSpan.FromSeconds(10), _tape.Length);
    }

    [Fact]
    public void A_national_id_stands_nowhere_on_the_tape_in_words()
    {
        _tape.Press("20036914712", heeded: true);

        Assert.Equal("keys ••• (11 digits)", Assert.Single(_tape.Pieces).What);
    }

    [Fact]
    public void After_the_app_the_services_pace_counts()
    {
        Hear("words", seconds: 6, wallSeconds: 0.6);
        var music = _tape.Begin(TimeSpan.FromSeconds(10), "music");
        Pass(0.2);
        _tape.Act();
        // One second of the service's is ten of the phone's: eight of this music, and the next piece.
        Pass(0.8);
        _tape.End(music);
        var more = _tape.Begin(TimeSpan.FromSeconds(10), "more music");
        Pass(0.2);
        _tape.Redirect();
        _tape.Cut(more);
        Hear("outcome", seconds: 2, wallSeconds: 0.2);

        Assert.Equal([("words", 0.0, 6.0), ("music", 6.0, 3.0), ("outcome", 9.0, 2.0)], Pieces());
    }

    [Fact]
    public void A_redirect_that_nothing_in_the_app_led_to_takes_nothing_back()
    {
        var music = _tape.Begin(TimeSpan.FromSeconds(10), "music");
        Pass(0.5);
        _tape.Redirect();
        _tape.Cut(music);

        Assert.Equal([("music", 0.0, 5.0)], Pieces());
    }

    [Fact]
    public void The_mix_lasts_as_long_as_the_tape_and_ends_what_was_broken_off()
    {
        var music = _tape.Begin(TimeSpan.FromSeconds(10), "music", new Clip([.. Enumerable.Repeat(0.5f, 80_000)]));
        Pass(0.1);
        _tape.Press("7", heeded: true);
        _tape.Cut(music);

        var sound = Mixdown.Of(_tape);

        Assert.Equal(TimeSpan.FromSeconds(1.24), sound.Length);
        Assert.All(sound.Samples[..7900], sample => Assert.Equal(0.5f, sample));
        Assert.Equal('7', Goertzel.KeyIn(sound.Samples.AsSpan(8000, 900)));
    }

    private void Hear(string what, double seconds, double wallSeconds)
    {
        var piece = _tape.Begin(TimeSpan.FromSeconds(seconds), what);
        Pass(wallSeconds);
        _tape.End(piece);
    }

    private void Pass(double wallSeconds) => _wall.Advance(TimeSpan.FromSeconds(wallSeconds));

    private IEnumerable<(string What, double At, double Length)> Pieces() =>
        _tape.Pieces.Select(piece => (piece.What, Math.Round(piece.At.TotalSeconds, 3), Math.Round(piece.Length.TotalSeconds, 3)));
}
