using System.Collections.Concurrent;
using CallerAuth.Calls;
using CallerAuth.Lines;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// Documents that every caller of a line hears alike, made once: which question it is, in which language, and what was missed before, is
/// all they depend on. Whoever gets one must not change it.
/// </summary>
internal sealed class SameForAll
{
    /// <summary>Far more than any settings make; should it be reached all the same, documents are made as they are needed.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<Asked, VoiceResponse> _documents = new();
    private int _count;

    /// <param name="questions">Make the document.</param>
    /// <param name="call">A call in a state that asks something.</param>
    /// <param name="line">Its line.</param>
    /// <param name="tries">How often the question went wrong.</param>
    /// <param name="make">From nothing of the call but what stands in <see cref="Asked"/>.</param>
    public VoiceResponse Get(CallQuestions questions, Call call, Line line, Tries tries, Func<CallQuestions, Call, Line, Tries, VoiceResponse> make)
    {
        // On a call of ours the line is one of its own.
        if (call.Placed is not null)
            return make(questions, call, line, tries);
        var asked = new Asked(call.State.GetType(), line, call.Language, call.EId, call.Attempts == 0, tries.Misses == 0, tries.Last);
        if (_documents.TryGetValue(asked, out var known))
            return known;
        var made = make(questions, call, line, tries);
        if (Volatile.Read(ref _count) < Most && _documents.TryAdd(asked, made))
            Interlocked.Increment(ref _count);
        return made;
    }

    private readonly record struct Asked(Type Question, Line Line, string Language, string? EId, bool IsFirstAttempt, bool IsFirstTime, Miss Last);
}
