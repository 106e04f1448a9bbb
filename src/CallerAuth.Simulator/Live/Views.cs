using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Live;

/// <summary>What the telephone on the page shows. Times are milliseconds since 1970, as browsers count.</summary>
internal sealed record TelephoneView(
    string Status,
    string? CallSid,
    string? Line,
    string? Person,
    long? StartedAt,
    string? EndedBy,
    int? Saying,
    string? Music,
    QuestionView? Question,
    IReadOnlyList<Caption> Captions,
    bool Talking);

/// <summary>The question that waits for keys.</summary>
internal sealed record QuestionView(int? NumDigits, int Keyed);

/// <summary>What the handset shows.</summary>
internal sealed record HandsetView(string Status, string? Order, bool Opened, string? Country, string? Person, IReadOnlyList<string> Words, string? Message, string? Chosen);

/// <summary>What the agent sees and hears.</summary>
internal sealed record AgentView(string Status, string? Kind, string? Address, JsonObject? Verification, string Whisper);

/// <summary>Everything on the page that changes, but the wire.</summary>
internal sealed record RoomView(TelephoneView Phone, HandsetView Handset, AgentView Agent, IReadOnlyDictionary<string, bool> Trouble);
