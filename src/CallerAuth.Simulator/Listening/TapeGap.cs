namespace CallerAuth.Simulator.Listening;

/// <summary>A stretch of phone time in which only some of the sound is made here, as a talk: what is not accounted for by its end was silent.</summary>
internal sealed class TapeGap(Tape tape, TimeProvider phone)
{
    private readonly TimeSpan _from = tape.Length;
    private readonly long _stamp = phone.GetTimestamp();

    public void Fill()
    {
        if (phone.GetElapsedTime(_stamp) - (tape.Length - _from) is var silent && silent > TimeSpan.Zero)
            tape.Wait(silent);
    }
}
