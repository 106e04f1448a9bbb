namespace CallerAuth.Webhooks;

/// <summary>All addresses that are told of events; none by default.</summary>
internal sealed class WebhooksOptions
{
    public const string Section = "Webhooks";

    public List<WebhookOptions> Webhooks { get; } = [];

    /// <summary>What could not be read at all; each message names its key.</summary>
    public List<string> Unreadable { get; } = [];
}
