using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// The part of Twilio's REST API that places and moves calls (twilio.com/docs/voice/api/call-resource). Stricter than Twilio in one
/// thing: a form field it does not know is refused.
/// </summary>
internal sealed class TwilioRestApi(Carrier carrier)
{
    public const string PathBase = "/twilio";

    private const int TwimlLengthMax = 4000;

    private readonly CallPlacing _placing = new(carrier);

    private static readonly string[] KnownFields =
        ["Url", "Method", "Twiml", "Status", "FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod", "TimeLimit"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{PathBase}/2010-04-01/Accounts/{{account}}/Calls.json", context => AnswerAsync(context, () => _placing.PlaceAsync(context)));
        var call = routes.MapGroup($"{PathBase}/2010-04-01/Accounts/{{account}}/Calls/{{sid}}.json");
        call.MapPost("", context => AnswerAsync(context, () => OfCallAsync(context, UpdateAsync)));
        call.MapGet("", context => AnswerAsync(context, () => OfCallAsync(context, (found, _) => WriteAsync(context, StatusCodes.Status200OK, Describe(carrier, found)))));
    }

    /// <summary>Answers a request of ours unless a fault is played before.</summary>
    public async Task AnswerAsync(HttpContext context, Func<Task> answerAsync)
    {
        try
        {
            if (carrier.Faults.Rest.Next() is { } fault && await fault.PlayAsync(context, carrier.Wall, context.RequestAborted))
                return;
            if (!IsOurs(context))
                await RefuseAsync(context, StatusCodes.Status401Unauthorized, 20003, "Authenticate");
            else
                await answerAsync();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client did not wait for the answer.
        }
    }

    private Task OfCallAsync(HttpContext context, Func<PhoneCall, HttpContext, Task> answerAsync) =>
        carrier.Find((string)context.Request.RouteValues["sid"]!) is { } call ? answerAsync(call, context) : NotFoundAsync(context);

    private async Task UpdateAsync(PhoneCall call, HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, 20001, "The body must be application/x-www-form-urlencoded");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Read(form, out var next) is { } wrong)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, wrong.Code, wrong.Message);
            return;
        }

        if (!call.IsInProgress && !(next is null && call.IsRinging))
        {
            call.Transcript.Add(Phone.Who.Rest, "21220: the call is not in progress");
            await RefuseAsync(context, StatusCodes.Status400BadRequest, 21220, "Call is not in-progress. Cannot redirect.");
            return;
        }

        call.Transcript.Add(Phone.Who.Rest, next is null ? "ends the call" : $"sends the call to {next.Url?.AbsolutePath ?? "a document"}");
        await WriteAsync(context, StatusCodes.Status200OK, Describe(carrier, call));
        if (next is null)
            call.HangUp(Phone.Who.Rest);
        else
            call.Redirect(next);
    }

    private static (int Code, string Message)? Read(IFormCollection form, out Next? next)
    {
        next = null;
        if (form.Keys.FirstOrDefault(key => !KnownFields.Contains(key)) is { } unknown)
            return (20001, $"{unknown} is not a parameter of this resource");
        var ways = form.Keys.Count(key => key is "Url" or "Twiml" or "Status");
        if (ways != 1)
            return (20001, "exactly one of Url, Twiml and Status must be given");
        if (form.ContainsKey("Status"))
            return form["Status"] == "completed" || form["Status"] == "canceled" ? null : (21218, "Status must be completed or canceled");

        if (form.ContainsKey("Twiml"))
        {
            var twiml = form["Twiml"].ToString();
            next = new Next(null, HttpMethod.Post, [], twiml);
            return twiml.Length <= TwimlLengthMax ? null : (21217, "Twiml is longer than 4000 characters");
        }

        if (!Uri.TryCreate(form["Url"].ToString(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return (21205, "Url is not a valid URL");
        var method = form["Method"].ToString();
        if (method is not ("" or "POST" or "GET"))
            return (21218, "Method must be GET or POST");
        next = new Next(url, method == "GET" ? HttpMethod.Get : HttpMethod.Post, []);
        return null;
    }

    private bool IsOurs(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        string?[] accepted =
        [
            Basic(carrier.Options.AccountSid, carrier.Options.AuthToken),
            carrier.Options is { ApiKeySid: { } key, ApiKeySecret: { } secret } ? Basic(key, secret) : null,
        ];
        return accepted.Contains(header) && (context.Request.RouteValues["account"] is not string account || account == carrier.Options.AccountSid);
    }

    private static string Basic(string user, string password) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    public static JsonObject Describe(Carrier carrier, PhoneCall call) => new()
    {
        ["sid"] = call.Sid,
        ["account_sid"] = carrier.Options.AccountSid,
        ["parent_call_sid"] = call.Parties.ParentCallSid,
        ["from"] = call.Parties.From,
        ["to"] = call.Parties.To,
        ["status"] = call.Status,
        ["direction"] = call.Parties.Direction,
        ["api_version"] = "2010-04-01",
        ["start_time"] = call.StartedAt.ToString("R", CultureInfo.InvariantCulture),
        ["date_created"] = call.StartedAt.ToString("R", CultureInfo.InvariantCulture),
        ["date_updated"] = carrier.Wall.GetUtcNow().ToString("R", CultureInfo.InvariantCulture),
        ["end_time"] = null,
        ["duration"] = null,
        ["answered_by"] = null,
        ["uri"] = $"/2010-04-01/Accounts/{carrier.Options.AccountSid}/Calls/{call.Sid}.json",
    };

    public static Task NotFoundAsync(HttpContext context) =>
        RefuseAsync(context, StatusCodes.Status404NotFound, 20404, $"The requested resource {context.Request.Path} was not found");

    public static Task RefuseAsync(HttpContext context, int status, int code, string message) => WriteAsync(context, status, new JsonObject
    {
        ["code"] = code,
        ["message"] = message,
        ["more_info"] = $"https://www.twilio.com/docs/errors/{code}",
        ["status"] = status,
    });

    public static Task WriteAsync(HttpContext context, int status, JsonObject answer)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }
}
