using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest;
using Twilio.Rest.Taskrouter.V1.Workspace;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Agents.OnCall;

/// <summary>A task's attributes, and the ETag that says which edition of them it is.</summary>
internal sealed record TaskEdition(string Attributes, string? ETag);

/// <summary>
/// Reads and writes the tasks of the workspace by TaskRouter's REST API (https://www.twilio.com/docs/taskrouter/api/task). An answer
/// that may be another next time is an exception: too many requests, a fault of Twilio's, none at all.
/// </summary>
internal sealed class TaskDirectory(IServiceScopeFactory scopes, IOptions<TaskRouterOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Searches by attributes are limited to three a second for the whole workspace.</summary>
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromMilliseconds(350);

    private readonly SemaphoreSlim _search = new(1);

    /// <returns>The SID of the latest task of a call, as Twilio's Enqueue makes it, that is not over; null when there is none.</returns>
    public async Task<string?> FindByCallAsync(string callSid, CancellationToken cancellationToken)
    {
        await _search.WaitAsync(cancellationToken);
        try
        {
            var answer = await AskAsync(client => client.RequestAsync(new Request(HttpMethod.Get, Domain.Taskrouter, Path(), queryParams:
            [
                new("EvaluateTaskAttributes", $"call_sid==\"{callSid}\""),
                // A caller who was led to the other destination has a second task, and the first one is over.
                new("AssignmentStatus", "pending,reserved,assigned,wrapping"),
                new("Ordering", "DateCreated:desc"),
                new("PageSize", "1"),
            ])), cancellationToken);
            using var found = JsonDocument.Parse(answer.Content);
            return found.RootElement.TryGetProperty("tasks", out var tasks) && tasks.ValueKind == JsonValueKind.Array && tasks.GetArrayLength() > 0
                ? tasks[0].GetProperty("sid").GetString()
                : null;
        }
        finally
        {
            await Task.Delay(BetweenSearches, time, CancellationToken.None);
            _search.Release();
        }
    }

    /// <returns>Null when there is no such task (any more).</returns>
    public async Task<TaskEdition?> ReadAsync(string taskSid, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync(client => client.RequestAsync(new Request(HttpMethod.Get, Domain.Taskrouter, Path(taskSid))), cancellationToken);
            return new TaskEdition(TaskResource.FromJson(answer.Content).Attributes ?? "", answer.Headers?.ETag?.ToString());
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Puts the attributes in the place of those of the edition, if nobody has changed them since.</summary>
    /// <returns>False when somebody has.</returns>
    public async Task<bool> TryWriteAsync(string taskSid, TaskEdition edition, string attributes, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(
                client => TaskResource.UpdateAsync(options.Value.WorkspaceSid, taskSid, attributes: attributes, ifMatch: edition.ETag, client: client), cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    public void Dispose() => _search.Dispose();

    private async Task<T> AskAsync<T>(Func<ITwilioRestClient, Task<T>> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await request(scope.ServiceProvider.GetRequiredService<ITwilioRestClient>()).WaitAsync(cancellationToken);
    }

    private string Path(string? taskSid = null) =>
        $"/v1/Workspaces/{Uri.EscapeDataString(options.Value.WorkspaceSid)}/Tasks{(taskSid is null ? "" : $"/{Uri.EscapeDataString(taskSid)}")}";
}
