using System.Security.Cryptography;
using System.Text.Json;
using CallerAuth.Calls;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Board;

/// <summary>Reads the card of a call: the call itself, and what an agent asked about its caller.</summary>
internal sealed partial class CardReader(CallStore calls, AskedOnCalls asked, LineDirectory lines, ILogger<CardReader> logger)
{
    /// <returns>Null when the call is over, or cannot be read: what cannot be read is not shown, so nobody is taken for verified.</returns>
    public async Task<CallCard?> ReadAsync(string callSid)
    {
        try
        {
            var asking = asked.FindAsync(callSid);
            var call = await calls.FindAsync(callSid);
            var request = await asking;
            if (call is null || lines.Find(call.To) is not { } line || CallCard.Of(call, line) is not { } card)
                return null;
            card = card with { LineKey = lines.KeyOf(call.To) };
            return request is null ? card : card.With(request, line);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            NotReadable(e, callSid);
            return null;
        }
    }

    [LoggerMessage(6003, LogLevel.Warning, "Call {CallSid} could not be read from the store and is not shown to agents")]
    private partial void NotReadable(Exception exception, string callSid);
}
