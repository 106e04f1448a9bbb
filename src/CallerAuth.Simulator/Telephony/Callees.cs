using System.Collections.Concurrent;

namespace CallerAuth.Simulator.Telephony;

/// <summary>How somebody's telephone answers a call that the company places: in the words of <c>CallStatus</c>, and of <c>AnsweredBy</c> where it is picked up.</summary>
internal sealed record CalleeAnswer(string Status, TimeSpan Ringing, string AnsweredBy = "human")
{
    public static CalleeAnswer PicksUp { get; } = new("in-progress", TimeSpan.FromSeconds(6));

    public static CalleeAnswer Voicemail { get; } = new("in-progress", TimeSpan.FromSeconds(20), "machine_start");

    public static CalleeAnswer Busy { get; } = new("busy", TimeSpan.FromSeconds(2));

    public static CalleeAnswer NoAnswer { get; } = new("no-answer", TimeSpan.FromSeconds(1000));

    public static CalleeAnswer Failed { get; } = new("failed", TimeSpan.FromSeconds(1));
}

/// <summary>Somebody who can be called, and who listens from before the telephone rings.</summary>
internal sealed record Callee(CalleeAnswer Answer, Action<PhoneCall>? Rings = null);

/// <summary>The telephones of people whom the company may call, by number. Nobody is at home at a number that is not listed.</summary>
internal sealed class Callees
{
    private static readonly Callee NobodyHome = new(CalleeAnswer.NoAnswer);

    private readonly ConcurrentDictionary<string, Callee> _callees = new(StringComparer.Ordinal);

    public Callee this[string number]
    {
        get => _callees.GetValueOrDefault(number, NobodyHome);
        set => _callees[number] = value;
    }

    public void Clear() => _callees.Clear();
}

/// <summary>The ringing of a call that the company has placed.</summary>
/// <param name="Detects">Whether Twilio listens for a machine, and says so with the first request.</param>
internal sealed record Ringing(CalleeAnswer Answer, TimeSpan Timeout, bool Detects)
{
    /// <returns>Null when somebody picks up, else how the call has ended.</returns>
    public async Task<string?> RingAsync(PhoneCall call, CancellationToken cancellationToken)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!call.TryBegin(interrupt))
            return "canceled";
        try
        {
            await call.PassAsync(Answer.Ringing < Timeout ? Answer.Ringing : Timeout, interrupt.Token);
            return Answer.Ringing >= Timeout ? "no-answer" : Answer.Status == "in-progress" ? null : Answer.Status;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "canceled";
        }
        finally
        {
            call.EndVerb();
        }
    }
}
