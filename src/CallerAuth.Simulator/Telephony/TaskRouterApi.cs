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
    private const string OldestFirst = "DateCreated:asc";
    private const string LatestFirst = "DateCreated:desc";

    private static readonly string[] Questions = ["EvaluateTaskAttributes", "AssignmentStatus", "Ordering", "PageSize"];
    private static readonly string[] Statuses = ["pending", "reserved", "assigned", "canceled", "completed", "wrapping"];

    public void Map(IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup($"{TwilioRestApi.PathBase}/v1/Workspaces/{Tasks.WorkspaceSid}/Tasks");
        tasks.MapGet("", context => api.AnswerAsync(context, () => SearchAsync(context)));
        tasks.MapGet("/{sid}", context => api.AnswerAsync(context, () => ReadAsync(context)));
        tasks.MapPost("/{sid}", context => api.AnswerAsync(context, () => ChangeAsync(context)));
    }

    // Twilio overlooks what it does not know; here a misspelt question is told of.
    private Task SearchAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(key => !Questions.Contains(key)) is { } unknown)
            return TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, $"{unknown} is not taken here");
        var call = CallSid().Match(query["EvaluateTaskAttributes"].ToString());
        if (!call.Success)
            return TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, "EvaluateTaskAttributes must ask for a call_sid");
        var statuses = query["AssignmentStatus"].SelectMany(one => (one ?? "").Split(',')).ToArray();
        if (statuses.FirstOrDefault(status => !Statuses.Contains(status)) is { } wrong)
            return TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, $"AssignmentStatus is never {wrong}");
        if (query["Ordering"].ToString() is not ("" or OldestFirst or LatestFirst))
            return TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, "Ordering is taken by DateCreated alone");
        if (!int.TryParse(query["PageSize"].ToString() is { Length: > 0 } size ? size : "50", NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > 1000)
            return TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, "PageSize is 1 to 1000");

        var found = carrier.Tasks.AllOfCall(call.Groups["sid"].Value).Where(task => statuses.Length == 0 || statuses.Contains(carrier.Tasks.StatusOf(task)));
        // As Twilio's: oldest first, unless asked otherwise.
        var shown = (query["Ordering"] == LatestFirst ? found : found.Reverse()).Take(most);
        return TwilioRestApi.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["tasks"] = new JsonArray([.. shown.Select(Describe)]) });
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

    private Task WriteAsync(HttpContext context, TaskEntry task)
    {
        context.Response.Headers.ETag = ETag(task);
        return TwilioRestApi.WriteAsync(context, StatusCodes.Status200OK, Describe(task));
    }

    private JsonObject Describe(TaskEntry task) => new()
    {
        ["sid"] = task.Sid,
        ["workspace_sid"] = Tasks.WorkspaceSid,
        ["workflow_sid"] = task.WorkflowSid,
        ["assignment_status"] = carrier.Tasks.StatusOf(task),
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
