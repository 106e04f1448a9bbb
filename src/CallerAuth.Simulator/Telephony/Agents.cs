using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Telephony;

/// <summary>How an agent's phone answers, in the words of <c>DialCallStatus</c>, and how long the talk lasts.</summary>
internal sealed record AgentAnswer(string Status, TimeSpan Ringing, TimeSpan Talk)
{
    public static AgentAnswer PicksUp { get; } = new("completed", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10));

    public static AgentAnswer Busy { get; } = new("busy", TimeSpan.FromSeconds(1), TimeSpan.Zero);

    public static AgentAnswer NoAnswer { get; } = new("no-answer", TimeSpan.FromSeconds(30), TimeSpan.Zero);

    public static AgentAnswer Failed { get; } = new("failed", TimeSpan.FromSeconds(1), TimeSpan.Zero);
}

/// <summary>The agents of the company: by workflow, queue, number, client identity or SIP address. Who is not listed picks up.</summary>
internal sealed class Agents
{
    private readonly ConcurrentDictionary<string, AgentAnswer> _answers = new(StringComparer.Ordinal);

    public AgentAnswer this[string address]
    {
        get => _answers.GetValueOrDefault(address, AgentAnswer.PicksUp);
        set => _answers[address] = value;
    }

    public void Clear() => _answers.Clear();
}

/// <summary>Where a call was handed over.</summary>
internal enum AgentKind
{
    TaskRouter,
    Queue,
    Number,
    Client,
    Sip,
}

/// <summary>
/// A call that was offered to an agent, with what came along: the <c>caller_verification</c> object, put together from wherever
/// its kind of agent gets it, or what was whispered.
/// </summary>
internal sealed record AgentOffer(AgentKind Kind, string Address, JsonObject? CallerVerification)
{
    private readonly List<string> _whispers = [];

    public bool Answered { get; set; }

    public string Whisper => string.Join(' ', _whispers);

    public void Hear(string whisper) => _whispers.Add(whisper);
}
