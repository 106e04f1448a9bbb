using System.Text.Json.Serialization;

namespace CallerAuth.Webhooks;

/// <summary>What the outbox seals.</summary>
internal sealed record OutboxMessage(string Type, string Body)
{
    /// <summary>Without the body.</summary>
    public override string ToString() => $"OutboxMessage({Type})";
}

/// <summary>A message that is ours to deliver until the lease is over.</summary>
/// <param name="Id">The <c>webhook-id</c>.</param>
/// <param name="Lease">When it falls to others, by the store's clock; what we write counts only while it stands.</param>
/// <param name="Tries">How often it was tried before.</param>
/// <param name="Message">What is to be posted.</param>
internal sealed record OutboxClaim(string Id, long Lease, int Tries, OutboxMessage Message);

/// <summary>What became of a message that was handed in.</summary>
internal enum Posted
{
    /// <summary>It will be delivered.</summary>
    Accepted,

    /// <summary>It was handed in before.</summary>
    Known,

    /// <summary>Too many wait for this target already.</summary>
    Full,
}

[JsonSerializable(typeof(OutboxMessage))]
internal sealed partial class OutboxJson : JsonSerializerContext;
