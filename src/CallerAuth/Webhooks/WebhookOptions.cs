namespace CallerAuth.Webhooks;

/// <summary>An address of the company's that is told what happens, and what proves to it that we do the telling.</summary>
internal sealed class WebhookOptions
{
    /// <summary>Where events are posted to.</summary>
    public string Url { get; set; } = "";

    /// <summary>Signs the events: <c>whsec_</c> and base64 of 24 to 64 bytes, as the Standard Webhooks write it.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Sign as well, while the secret is being changed.</summary>
    public List<string> AdditionalSecrets { get; set; } = [];

    /// <summary>Which events are wanted.</summary>
    public List<string> Events { get; set; } = [];

    /// <summary>Only events of these lines, by the called number; empty for all.</summary>
    public List<string> Lines { get; set; } = [];

    /// <summary>Whether the address may be in a private network. Else a name that leads into one is not called.</summary>
    public bool AllowPrivateNetwork { get; set; }
}
