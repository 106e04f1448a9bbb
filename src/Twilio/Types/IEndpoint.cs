namespace Twilio.Types;

/// <summary>Somewhere a call can come from or go to.</summary>
public interface IEndpoint
{
    string ToString();
}
