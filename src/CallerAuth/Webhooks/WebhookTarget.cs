using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Webhooks;

/// <summary>An address that is told of events, with what its settings stand for.</summary>
internal sealed class WebhookTarget
{
    private readonly HashSet<string> _events;
    private readonly HashSet<string> _lines;

    public WebhookTarget(WebhookOptions options)
    {
        Options = options;
        Url = new Uri(options.Url);
        Secrets = [.. options.AdditionalSecrets.Prepend(options.Secret).Select(text => WebhookSecret.TryParse(text, out var secret) ? secret : throw new InvalidOperationException("A secret that was checked at the start cannot be read."))];
        _events = new HashSet<string>(options.Events, StringComparer.Ordinal);
        _lines = new HashSet<string>(options.Lines, StringComparer.Ordinal);
        Lane = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Url.AbsoluteUri)).AsSpan(0, 6));
    }

    public WebhookOptions Options { get; }

    public Uri Url { get; }

    public IReadOnlyList<WebhookSecret> Secrets { get; }

    /// <summary>Names the target in the store, the same in every instance: the beginning of its address's hash.</summary>
    public string Lane { get; }

    /// <summary>For logs and metrics: an address may hold a secret in its path.</summary>
    public string Host => Url.Authority;

    /// <summary>The target has said that it wants no more (410). Until the next start.</summary>
    public bool IsGone { get; set; }

    public bool Wants(WebhookEvent happened) => _events.Contains(happened.Type) && (_lines.Count == 0 || _lines.Contains(happened.Line));

    /// <summary>The <c>webhook-signature</c> header: one signature for each secret, so that either of two is enough to check it.</summary>
    public string Sign(string id, string timestamp, string body) => string.Join(' ', Secrets.Select(secret => secret.Sign(id, timestamp, body)));
}
