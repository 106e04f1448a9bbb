using Twilio.Rest;

namespace Twilio.Http;

/// <summary>One request to Twilio's REST API: a path below a product's host and form fields, which are all it takes in.</summary>
public class Request(
    HttpMethod method,
    Domain domain,
    string uri,
    string? region = null,
    List<KeyValuePair<string, string>>? queryParams = null,
    List<KeyValuePair<string, string>>? postParams = null,
    string? edge = null,
    List<KeyValuePair<string, string>>? headerParams = null)
{
    /// <summary>The region Twilio assumes when only an edge is named (https://www.twilio.com/docs/global-infrastructure).</summary>
    private const string DefaultRegion = "us1";

    public HttpMethod Method { get; } = method;

    public string? Username { get; set; }

    public string? Password { get; set; }

    public string? Region { get; set; } = region;

    public string? Edge { get; set; } = edge;

    public List<KeyValuePair<string, string>> QueryParams { get; } = queryParams ?? [];

    public List<KeyValuePair<string, string>> PostParams { get; } = postParams ?? [];

    public List<KeyValuePair<string, string>> HeaderParams { get; } = headerParams ?? [];

    public void AddQueryParam(string name, string value) => QueryParams.Add(new(name, value));

    public void AddPostParam(string name, string value) => PostParams.Add(new(name, value));

    public void AddHeaderParam(string name, string value) => HeaderParams.Add(new(name, value));

    public void SetAuth(string username, string password)
    {
        Username = username;
        Password = password;
    }

    /// <summary>The host is <c>product.edge.region.twilio.com</c>; what is not named is left out.</summary>
    public Uri ConstructUrl()
    {
        var regionLabel = string.IsNullOrEmpty(Region) && !string.IsNullOrEmpty(Edge) ? DefaultRegion : Region;
        var labels = new[] { domain.ToString(), Edge, regionLabel, "twilio", "com" };
        var host = string.Join('.', labels.Where(label => !string.IsNullOrEmpty(label)));
        var query = string.Join('&', QueryParams.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        return new Uri($"https://{host}{uri}{(query.Length > 0 ? "?" : "")}{query}");
    }
}
