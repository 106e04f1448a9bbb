using Twilio.Exceptions;
using Twilio.Rest.Taskrouter.V1.Workspace;

namespace CallerAuth.Tests.Twilio;

public sealed class TaskResourceTests
{
    private const string WorkspaceSid = "WS00000000000000000000000000000001";
    private const string TaskSid = "WT00000000000000000000000000000001";

    private const string Json = """
        { "sid": "WT00000000000000000000000000000001", "workspace_sid": "WS00000000000000000000000000000001", "assignment_status": "assigned", "priority": 5, "attributes": "{\"call_sid\":\"CA1\"}" }
        """;

    [Fact]
    public async Task A_task_is_read_at_TaskRouters_own_host()
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(200, Json));

        var task = await TaskResource.FetchAsync(WorkspaceSid, TaskSid, client: twilio.Client);

        var (line, headers, _) = await twilio.AskedAsync();
        Assert.Equal($"GET /v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid} HTTP/1.1", line);
        Assert.Equal("taskrouter.twilio.com", headers["Host"]);
        Assert.Equal((TaskSid, WorkspaceSid, "{\"call_sid\":\"CA1\"}", 5), (task.Sid, task.WorkspaceSid, task.Attributes, task.Priority));
        Assert.Equal(TaskResource.StatusEnum.Assigned, task.AssignmentStatus);
    }

    [Fact]
    public async Task A_task_is_changed_only_if_it_is_still_the_one_that_was_read()
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(412, """{"code":20412,"message":"Precondition Failed","status":412}"""));

        var refused = await Assert.ThrowsAsync<ApiException>(() =>
            TaskResource.UpdateAsync(WorkspaceSid, TaskSid, attributes: "{\"a\":\"å\"}", ifMatch: "\"7\"", client: twilio.Client));

        var (line, headers, form) = await twilio.AskedAsync();
        Assert.StartsWith($"POST /v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid} ", line, StringComparison.Ordinal);
        Assert.Equal("\"7\"", headers["If-Match"]);
        Assert.Equal([KeyValuePair.Create("Attributes", "{\"a\":\"å\"}")], LoopbackTwilio.Fields(form));
        Assert.Equal((412, 20412), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task An_answer_that_is_no_task_is_an_error_of_Twilios()
    {
        using var twilio = new LoopbackTwilio(LoopbackTwilio.Json(200, "[]"));

        await Assert.ThrowsAsync<ApiException>(() => TaskResource.FetchAsync(WorkspaceSid, TaskSid, client: twilio.Client));
    }
}
