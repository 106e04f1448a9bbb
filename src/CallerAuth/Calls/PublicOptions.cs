namespace CallerAuth.Calls;

/// <summary>The address that the world knows us by.</summary>
internal sealed class PublicOptions
{
    /// <summary>What Twilio calls, and what signatures are checked against: scheme, host, port, and the path below which the routes lie.</summary>
    public string PublicBaseUrl { get; set; } = "";

    /// <summary>The path of it, empty where there is none. Not a setting.</summary>
    internal PathString Path => PathString.FromUriComponent(new Uri(PublicBaseUrl).AbsolutePath.TrimEnd('/'));
}
