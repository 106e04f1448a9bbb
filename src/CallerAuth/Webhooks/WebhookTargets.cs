using Microsoft.Extensions.Options;

namespace CallerAuth.Webhooks;

/// <summary>All targets of this installation.</summary>
internal sealed class WebhookTargets(IOptions<WebhooksOptions> options)
{
    public IReadOnlyList<WebhookTarget> All { get; } = [.. options.Value.Webhooks.Select(webhook => new WebhookTarget(webhook))];
}
