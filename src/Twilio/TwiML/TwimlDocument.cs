namespace Twilio.TwiML;

/// <summary>A written document, in a buffer that is used again: to be read at once and then disposed of.</summary>
internal readonly ref struct TwimlDocument(TwimlWriter writer)
{
    public ReadOnlySpan<byte> Bytes => writer.Written;

    public void Dispose() => writer.GiveBack();
}
