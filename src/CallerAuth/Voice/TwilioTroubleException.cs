namespace CallerAuth.Voice;

/// <summary>Twilio's REST API could not be asked, in words for an operator.</summary>
internal sealed class TwilioTroubleException(string found, string mend) : Exception(found)
{
    public string Mend { get; } = mend;
}
