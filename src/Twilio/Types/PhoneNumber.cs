namespace Twilio.Types;

/// <summary>A telephone number in E.164 form, or whatever else Twilio takes in its place, as it was given.</summary>
public class PhoneNumber(string number) : IEndpoint
{
    public static implicit operator PhoneNumber(string number) => new(number);

    public override string ToString() => number;
}
