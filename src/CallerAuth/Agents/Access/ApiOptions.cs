namespace CallerAuth.Agents.Access;

/// <summary>Who may use the API: bearers of the company's own access tokens, holders of keys, or both.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>The company's identity provider; its discovery document lies below it. Empty: no tokens are taken.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What its access tokens for this API name in <c>aud</c>.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim that names an agent in the audit trail; without it the token's <c>sub</c> does.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The claim with the lines (numbers or names) that a bearer may act for. Empty: for all. Set, a token without it is for none.</summary>
    public string LinesClaim { get; set; } = "";

    /// <summary>The value of that claim that stands for all lines. Empty: none does.</summary>
    public string AllLinesValue { get; set; } = "";

    public List<ApiKeyOptions> Keys { get; } = [];

    /// <summary>Whether anybody can be let in at all.</summary>
    public bool IsOpenToSomebody => Authority.Length > 0 || Keys.Count > 0;
}
