using System.Globalization;
using System.Text.Json;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Types;

namespace Twilio.Rest.Taskrouter.V1.Workspace;

/// <summary>
/// A task as TaskRouter's REST API shows it, and the requests that read and change one (https://www.twilio.com/docs/taskrouter/api/task).
/// </summary>
public class TaskResource
{
    private TaskResource(JsonElement task)
    {
        Sid = Text(task, "sid");
        AccountSid = Text(task, "account_sid");
        WorkspaceSid = Text(task, "workspace_sid");
        WorkflowSid = Text(task, "workflow_sid");
        TaskQueueSid = Text(task, "task_queue_sid");
        Attributes = Text(task, "attributes");
        Reason = Text(task, "reason");
        Priority = task.TryGetProperty("priority", out var priority) && priority.TryGetInt32(out var number) ? number : null;
        if (Text(task, "assignment_status") is { } status)
            AssignmentStatus = status;
    }

    public string? Sid { get; }

    public string? AccountSid { get; }

    public string? WorkspaceSid { get; }

    public string? WorkflowSid { get; }

    public string? TaskQueueSid { get; }

    /// <summary>JSON text.</summary>
    public string? Attributes { get; }

    public string? Reason { get; }

    public int? Priority { get; }

    public StatusEnum? AssignmentStatus { get; }

    public static async Task<TaskResource> FetchAsync(string pathWorkspaceSid, string pathSid, ITwilioRestClient? client = null) =>
        FromJson((await Client(client).RequestAsync(new Request(HttpMethod.Get, Domain.Taskrouter, TaskPath(pathWorkspaceSid, pathSid)))).Content);

    /// <summary>
    /// Changes a task. <paramref name="attributes"/> takes the place of the whole old text; with <paramref name="ifMatch"/> only if nobody
    /// has changed the task since that ETag was read, else status 412.
    /// </summary>
    public static async Task<TaskResource> UpdateAsync(
        string pathWorkspaceSid,
        string pathSid,
        string? attributes = null,
        StatusEnum? assignmentStatus = null,
        string? reason = null,
        int? priority = null,
        string? taskChannel = null,
        DateTime? virtualStartTime = null,
        string? ifMatch = null,
        ITwilioRestClient? client = null)
    {
        var fields = new FormFields()
            .Add("Attributes", attributes)
            .Add("AssignmentStatus", assignmentStatus)
            .Add("Reason", reason)
            .Add("Priority", priority)
            .Add("TaskChannel", taskChannel)
            .Add("VirtualStartTime", virtualStartTime?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        var request = new Request(HttpMethod.Post, Domain.Taskrouter, TaskPath(pathWorkspaceSid, pathSid), postParams: fields.Fields);
        if (ifMatch is not null)
            request.AddHeaderParam("If-Match", ifMatch);
        return FromJson((await Client(client).RequestAsync(request)).Content);
    }

    public static TaskResource FromJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new TaskResource(document.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new ApiException("Twilio's answer was not a task", unreadable);
        }
    }

    private static ITwilioRestClient Client(ITwilioRestClient? client) =>
        client ?? throw new AuthenticationException("No client is kept here for everybody: pass the ITwilioRestClient that AddTwilioClient registers.");

    private static string TaskPath(string workspaceSid, string sid)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspaceSid);
        ArgumentException.ThrowIfNullOrEmpty(sid);
        return $"/v1/Workspaces/{Uri.EscapeDataString(workspaceSid)}/Tasks/{Uri.EscapeDataString(sid)}";
    }

    private static string? Text(JsonElement task, string name) =>
        task.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public sealed class StatusEnum : StringEnum
    {
        public static readonly StatusEnum Pending = new("pending");
        public static readonly StatusEnum Reserved = new("reserved");
        public static readonly StatusEnum Assigned = new("assigned");
        public static readonly StatusEnum Canceled = new("canceled");
        public static readonly StatusEnum Completed = new("completed");
        public static readonly StatusEnum Wrapping = new("wrapping");

        private StatusEnum(string value)
            : base(value)
        {
        }

        public static implicit operator StatusEnum(string value) => new(value);
    }
}
