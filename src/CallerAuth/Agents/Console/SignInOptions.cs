namespace CallerAuth.Agents.Console;

/// <summary>The company's own OpenID provider, which says who its agents are. Without it the console is closed.</summary>
internal sealed class SignInOptions
{
    public const string Section = "Agents:SignIn";

    /// <summary>The provider's address; its discovery document lies below it. Empty: there is no console.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>Asked for besides <c>openid</c>.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>The claim that an agent is called by on the page.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>The claim that an agent must have, such as <c>roles</c>. <c>sub</c> lets everybody in whom the provider signs in.</summary>
    public string RequiredClaim { get; set; } = "";

    /// <summary>The value that claim must have. Empty: any.</summary>
    public string RequiredValue { get; set; } = "";

    /// <summary>The claim that lists the lines (numbers or names) an agent may see. Empty: all agents see all lines.</summary>
    public string LinesClaim { get; set; } = "";

    /// <summary>The value of that claim that stands for all lines. Empty: none does.</summary>
    public string AllLinesValue { get; set; } = "";

    /// <summary>The claim that says where an agent takes calls: a softphone's identity, a number, or a queue.</summary>
    public string AddressClaim { get; set; } = "";

    /// <summary>How long the provider's word counts. Then it is asked again who the agent is; whom it still knows notices no more than a page that loads anew.</summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromHours(1);

    public bool IsConfigured => Authority.Length > 0;
}
