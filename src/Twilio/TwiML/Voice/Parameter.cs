namespace Twilio.TwiML.Voice;

/// <summary>A value the dialled client receives along with the call.</summary>
public class Parameter(string? name = null, string? value = null) : Verb<Parameter>("Parameter")
{
    public string? Name { get; set; } = name;

    public string? Value { get; set; } = value;

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        attributes.Write("name", Name);
        attributes.Write("value", Value);
    }
}
