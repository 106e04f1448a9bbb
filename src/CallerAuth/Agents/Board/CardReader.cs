using System.Security.Cryptography;
using System.Text.Json;
using CallerAuth.Agents.Outbound;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Board;

/// <summary>Reads the card of a call: the call itself, and what an agent asked about its caller.</summary>
internal sealed partial class CardReader(CallStore calls, AskedOnCalls onCalls, VerificationDesk desk, OverdueCalls overdue, LineDirectory lines, ILogger<CardReader> logger)
{
    /// <summary>What cannot be read is not shown, so nobody is taken for verified.</summary>
    public async Task<CardRead> ReadAsync(string callSid)
    {
        try
        {
            var asking = onCalls.LastAsync(callSid);
            var call = await calls.FindAsync(callSid);
            var asked = await asking;
            if (call is null or { State: CallState.Ended })
                return new CardRead.Over();
            overdue.Settle(call);
            if (lines.Find(call.To) is not { } line || CallCard.Of(call, line) is not { } card)
                return new CardRead.Unreadable();
            card = card with { LineKey = lines.KeyOf(call.To) };
            if (asked is not { } id)
                return new CardRead.Shown(card);
            var request = await desk.FindAsync(id, CancellationToken.None);
            return new CardRead.Shown(request is null || request.CallSid != callSid ? card.WithLostAsking() : card.With(request, line));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            NotReadable(e, callSid);
            return new CardRead.Unreadable();
        }
    }

    [LoggerMessage(7402, LogLevel.Warning, "Call {CallSid} could not be read from the store and is not shown to agents")]
    private partial void NotReadable(Exception exception, string callSid);
}
