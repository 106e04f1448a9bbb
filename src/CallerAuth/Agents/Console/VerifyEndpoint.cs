using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Lines;
using Microsoft.AspNetCore.Antiforgery;
using StackExchange.Redis;

namespace CallerAuth.Agents.Console;

/// <summary>
/// Takes the form of "verify now". An ordinary request and no message of the page's own channel, because that channel writes what it
/// carries to the debug log, and this carries a national ID.
/// </summary>
internal sealed class VerifyEndpoint(VerificationDesk desk, Switchboard switchboard, LineDirectory lines, IAntiforgery antiforgery, TimeProvider time)
{
    public async Task<IResult> AskAsync(HttpContext context, string callSid, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context) || Agent.From(context.User, time.GetUtcNow()) is not { } agent)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var words = ConsoleWords.For(ConsoleRequests.LanguageOf(context));
        try
        {
            if (await switchboard.LookAsync(callSid) is not { } call || !agent.MaySee(lines.KeyOf(call.To)))
                return Refuse(words[ConsoleWord.RefusedUnknownCall]);
            var form = await context.Request.ReadFormAsync(cancellationToken);
            var answer = await desk.AskAsync(
                new DeskRequest(
                    call.To,
                    form["eid"].ToString(),
                    Digits(form["nationalId"].ToString()),
                    call.Initiator,
                    callSid,
                    TaskSid: null,
                    agent.AskedBy),
                cancellationToken);
            return answer is DeskAnswer.Refused refused ? Refuse(words[Enum.Parse<ConsoleWord>("Refused" + refused.Code)]) : Results.NoContent();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Refuse(words[ConsoleWord.RefusedStoreAway], StatusCodes.Status503ServiceUnavailable);
        }
    }

    // As people write it down: 010190 12345, 19900101-1234.
    private static string Digits(string typed) => typed.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    private static IResult Refuse(string text, int status = StatusCodes.Status422UnprocessableEntity) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);
}
