using System.Text;

namespace CallerAuth.Voice;

/// <summary>What the settings say of signed requests, worked out once: with which tokens Twilio may have signed, and for which address.</summary>
internal sealed class TwilioSigner(TwilioOptions settings, string publicBaseUrl)
{
    public byte[][] Keys { get; } = [.. settings.SigningTokens().Select(Encoding.UTF8.GetBytes)];

    /// <summary>Without the last slash.</summary>
    public string BaseUrl { get; } = (settings.RequestValidation.BaseUrlOverride is { Length: > 0 } own ? own : publicBaseUrl).TrimEnd('/');

    /// <summary>Settings that change are a new instance.</summary>
    public bool IsOf(TwilioOptions current) => ReferenceEquals(settings, current);
}
