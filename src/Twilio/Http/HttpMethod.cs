namespace Twilio.Http;

/// <summary>The HTTP method Twilio uses to call back, and the one we use to call Twilio.</summary>
public class HttpMethod(string method)
{
    public static readonly HttpMethod Get = new("GET");
    public static readonly HttpMethod Post = new("POST");
    public static readonly HttpMethod Put = new("PUT");
    public static readonly HttpMethod Patch = new("PATCH");
    public static readonly HttpMethod Delete = new("DELETE");

    private readonly string _method = method.ToUpperInvariant();

    public static implicit operator HttpMethod(string method) => new(method);

    public override bool Equals(object? obj) => obj is HttpMethod other && other._method == _method;

    public override int GetHashCode() => _method.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _method;
}
