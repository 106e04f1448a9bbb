using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// The part of TaskRouter's REST API that reads and changes tasks (twilio.com/docs/taskrouter/api/task). A change without
/// <c>If-Match</c> is refused here: it would overwrite what others wrote.
/// </summary>
internal sealed partial class TaskRouterApi(Carrier carrier, TwilioRestApi api)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup($"{TwilioRestApi.PathBase}/v1/Workspaces/{Tasks.WorkspaceSid}/Tasks");
        tasks.MapGet("", context => api.AnswerAsync(context, () => SearchAsync(context)));
        tasks.MapGet("/{sid}", context => api.AnswerAsync(context, () => ReadAsync(context)));
        tasks.MapPost("/{sid}", context => api.AnswerAsync(context, () => ChangeAsync(context)));
    }

    private Task SearchAsync(HttpContext context)
    {
        var call = CallSid().Match(context.Request.Query["EvaluateTaskAttributes"].ToString()).Groups["sid"].Value;
        var found = carrier.Tasks.OfCall(call);
        return TwilioRestApi.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["tasks"] = found is null ? [] : new JsonArray(Describe(found)) });
    }

    private Task ReadAsync(HttpContext context) => carrier.Tasks.Find(SidOf(context)) is { } task ? WriteAsync(context, task) : TwilioRestApi.NotFoundAsync(context);

    private async Task ChangeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (carrier.Tasks.Find(SidOf(context)) is not { } task)
            await TwilioRestApi.NotFoundAsync(context);
        else if (form.Keys.FirstOrDefault(key => key != "Attributes") is { } unknown)
            await TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, $"{unknown} is not taken here");
        else if (Parsed(form["Attributes"].ToString()) is not { } attributes)
            await TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, "Attributes must be a JSON object");
        else if (context.Request.Headers.IfMatch != ETag(task) || carrier.Tasks.Change(task, attributes) is not { } changed)
            await TwilioRestApi.RefuseAsync(context, StatusCodes.Status412PreconditionFailed, 20412, "Precondition Failed");
        else
            await WriteAsync(context, changed);
    }

    private static Task WriteAsync(HttpContext context, TaskEntry task)
    {
        context.Response.Headers.ETag = ETag(task);
        return TwilioRestApi.WriteAsync(context, StatusCodes.Status200OK, Describe(task));
    }

    private static JsonObject Describe(TaskEntry task) => new()
    {
        ["sid"] = task.Sid,
        ["workspace_sid"] = Tasks.WorkspaceSid,
        ["workflow_sid"] = task.WorkflowSid,
        ["assignment_status"] = "assigned",
        ["attributes"] = task.Attributes.ToJsonString(),
        ["priority"] = 0,
    };

    private static JsonObject? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string SidOf(HttpContext context) => (string)context.Request.RouteValues["sid"]!;

    private static string ETag(TaskEntry task) => string.Create(CultureInfo.InvariantCulture, $"\"{task.Edition}\"");

    [GeneratedRegex("""^call_sid=="(?<sid>CA[0-9a-f]{32})"$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CallSid();
}
