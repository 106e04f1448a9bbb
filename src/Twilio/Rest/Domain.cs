using Twilio.Types;

namespace Twilio.Rest;

/// <summary>The product a request is for: the first label of its host.</summary>
public sealed class Domain : StringEnum
{
    public static readonly Domain Api = new("api");
    public static readonly Domain Taskrouter = new("taskrouter");

    private Domain(string value)
        : base(value)
    {
    }

    public static implicit operator Domain(string value) => new(value);
}
