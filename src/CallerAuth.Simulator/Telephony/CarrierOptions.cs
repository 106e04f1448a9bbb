using CallerAuth.Simulator.Listening;

namespace CallerAuth.Simulator.Telephony;

/// <summary>The account at Twilio and how fast its phones live.</summary>
internal sealed record CarrierOptions
{
    public required string AccountSid { get; init; }

    public required string AuthToken { get; init; }

    public string? ApiKeySid { get; init; }

    public string? ApiKeySecret { get; init; }

    /// <summary>How much faster than the wall clock the phone's own time passes.</summary>
    public double Speed { get; init; } = 10;

    /// <summary>Makes what is heard audible, so that each prompt lasts as long as it is spoken; without it, lengths are estimated.</summary>
    public Studio? Studio { get; init; }

    /// <summary>Calls leave their whole transcript and what could be heard; without it, the last lines of what was told, for as long as the call is not forgotten.</summary>
    public bool KeepsHistory { get; init; } = true;

    /// <summary>The most requests to the service at once; more wait for a connection. Each connection is kept for the next request.</summary>
    public int ConnectionsMax { get; init; } = int.MaxValue;

    /// <summary>Twilio's hard limit for a voice request, in wall-clock time: the service runs at its own pace.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>A phone number of the account and the URLs that were set for it.</summary>
internal sealed record PhoneNumber(string Number, Uri VoiceUrl, Uri? StatusCallback = null, Uri? FallbackUrl = null);
