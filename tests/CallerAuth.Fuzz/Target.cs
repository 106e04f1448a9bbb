using CallerAuth.Fuzz.Targets;

namespace CallerAuth.Fuzz;

/// <summary>A reader of untrusted bytes with its promises: runs one input and throws when a promise is broken.</summary>
internal sealed record Target(string Name, Action<byte[]> Run)
{
    /// <summary>Longer inputs only repeat what shorter ones do, and the readers' own bounds lie below this.</summary>
    public const int MaxInput = 80 * 1024;

    public static readonly IReadOnlyList<Target> All =
    [
        new("webhook", WebhookTarget.Run),
        new("twilio-address", TwilioAddressTarget.Run),
        new("provider-answer", ProviderAnswerTarget.Run),
        new("discovery", DiscoveryTarget.Run),
        new("id-token", IdTokenTarget.Run),
        new("id-token-claims", IdTokenClaimsTarget.Run),
        new("id-token-edit", IdTokenEditTarget.Run),
        new("national-id", NationalIdTarget.Run),
        new("word-pair", WordPairTarget.Run),
        new("ids", IdsTarget.Run),
        new("prompts", PromptsTarget.Run),
        new("line-settings", LineSettingsTarget.Run),
        new("settings", SettingsTarget.Run),
        new("queue-path", QueuePathTarget.Run),
        new("sealed", SealedTarget.Run),
        new("handoff", HandoffTarget.Run),
        new("twiml", TwimlTarget.Run),
    ];

    public static Target Named(string name) =>
        All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"No target {name}; there are {string.Join(", ", All.Select(target => target.Name))}.", nameof(name));

    public override string ToString() => Name;
}
