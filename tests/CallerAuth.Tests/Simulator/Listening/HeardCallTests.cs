using CallerAuth.Simulator.Listening;
using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator.Listening;

/// <summary>A whole call as its caller hears it.</summary>
public class HeardCallTests
{
    private const string Question = "Tast inn tre siffer, takk.";

    [Fact]
    public async Task Its_sound_is_what_the_transcript_says_and_every_key_is_where_it_was_pressed()
    {
        await SpeakingMachine.RequireAsync();
        await using var line = await PhoneLine.OpenAsync(studio: new Studio());
        var music = WaveFile.Write(new Clip([.. Enumerable.Repeat(0.25f, 2 * Clip.Rate)]));
        line.Service
            .On("/voice", $"<Gather numDigits=\"3\" action=\"/keyed\"><Say language=\"nb-NO\" voice=\"Polly.Ida-Neural\">{Question}</Say></Gather>")
            .On("/keyed", "<Say language=\"sv-SE\" voice=\"Polly.Elin-Neural\">Tack.<break time=\"1s\"/> Nu kommer musik.</Say><Play>/music.wav</Play><Pause length=\"3\"/><Say language=\"en-GB\" voice=\"Polly.Amy-Neural\">Goodbye.</Say>")
            .On("/music.wav", (context, _) =>
            {
                context.Response.ContentType = "audio/wav";
                return context.Response.Body.WriteAsync(music).AsTask();
            });

        var call = await line.CallAsync(new Step(new Cue(MomentKind.QuestionAsked), "159"));

        var tape = call.Tape;
        Assert.Equal([Question, "Tack. Nu kommer musik.", "♪ /music.wav", "Goodbye."], call.Transcript.Said.Select(said => said.Text));
        Assert.Equal(
            [Question, "keys 159", "Tack. Nu kommer musik.", "♪ /music.wav", "", "Goodbye."],
            tape.Pieces.Where(piece => piece.What.Length > 0 || piece.Length > TimeSpan.FromSeconds(2)).Select(piece => piece.What));
        var sound = WaveFile.Read(WaveFile.Write(Mixdown.Of(tape)));
        Assert.Equal(tape.Length.TotalSeconds, sound.Length.TotalSeconds, 0.001);
        Assert.InRange(tape.Length.TotalSeconds, 9, 20);
        Assert.All(tape.Pieces.Where(piece => piece.Clip is not null), piece => Assert.True(Loudness(sound, piece) > 0.01, $"{piece.What} is not heard"));
        Assert.Equal(2, tape.Pieces.Single(piece => piece.What == "♪ /music.wav").Length.TotalSeconds, 0.01);

        var keys = tape.Pieces.Single(piece => piece.What == "keys 159");
        Assert.Equal("159", KeysHeard(sound));
        for (var i = 0; i < 3; i++)
            Assert.Equal("159"[i], Goertzel.KeyIn(sound.Samples.AsSpan(Clip.SamplesIn(keys.At + Tones.KeyLength * 2 * i) + 1, Clip.SamplesIn(Tones.KeyLength) - 2)));
    }

    [Fact]
    public async Task A_prompt_lasts_as_long_as_it_is_spoken_with_its_breaks()
    {
        await SpeakingMachine.RequireAsync();
        var espeak = new Espeak();

        var plain = await espeak.SayAsync("nb-NO", "Frekk Julekos", TestContext.Current.CancellationToken);
        var slow = await espeak.SayAsync("nb-NO", "<prosody rate=\"85%\">Frekk</prosody><break time=\"2s\"/>Julekos", TestContext.Current.CancellationToken);

        Assert.InRange(plain.Length.TotalSeconds, 0.8, 2.5);
        Assert.InRange((slow.Length - plain.Length).TotalSeconds, 1.8, 3.5);
    }

    [Fact]
    public async Task The_hold_music_is_decoded_to_its_ten_seconds()
    {
        await SpeakingMachine.RequireAsync();
        var file = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "wwwroot", "audio", "hold.mp3"), TestContext.Current.CancellationToken);

        var music = await new Studio().DecodeAsync(new Uri("https://callers.example/audio/hold.mp3"), file, TestContext.Current.CancellationToken);

        Assert.Equal(10, music.Length.TotalSeconds, 0.2);
        Assert.InRange(music.Samples.Max(), 0.3f, 0.7f);
    }

    private static double Loudness(Clip sound, TapePiece piece) =>
        sound.Samples.AsSpan(Clip.SamplesIn(piece.At), Clip.SamplesIn(piece.Length) - 1).ToArray().Select(Math.Abs).Average();

    /// <summary>As an exchange hears them: a key counts when it sounds for 60 ms, and again after silence.</summary>
    private static string KeysHeard(Clip sound)
    {
        const int Step = Clip.Rate / 50;
        var heard = "";
        var (last, steps) = ((char?)null, 0);
        for (var at = 0; at + Step <= sound.Samples.Length; at += Step)
        {
            var key = Goertzel.KeyIn(sound.Samples.AsSpan(at, Step));
            steps = key == last ? steps + 1 : 1;
            last = key;
            if (key is not null && steps == 3)
                heard += key;
        }

        return heard;
    }
}
