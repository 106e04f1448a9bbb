using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Routing;
using Microsoft.Extensions.Options;
using Twilio.Exceptions;

namespace CallerAuth.Agents.OnCall;

/// <summary>
/// Tells the task of a live call what came of a verification that was started during the call: <c>caller_verification</c> goes among
/// its attributes, and whatever else stands there stays as it is.
/// </summary>
internal sealed partial class TaskAttributes(
    TaskDirectory tasks, RequestVerdict verdict, Errands errands, IOptions<TaskRouterOptions> options, ILogger<TaskAttributes> logger) : IRequestListener
{
    private const string Member = "caller_verification";

    /// <summary>Others who write to the same task at the same moment are few.</summary>
    private const int MostRounds = 10;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ChangedAsync(RequestedVerification verification, CancellationToken cancellationToken)
    {
        if (options.Value.WorkspaceSid.Length == 0 || (verification.TaskSid ?? verification.CallSid) is null || verdict.Of(verification) is not { } told)
            return;
        await errands.InsistAsync(_ => TellAsync(verification, told, cancellationToken), cancellationToken);
    }

    private async Task TellAsync(RequestedVerification verification, CallerVerification told, CancellationToken cancellationToken)
    {
        var id = verification.Id.Value;
        try
        {
            if ((verification.TaskSid ?? await tasks.FindByCallAsync(verification.CallSid!, cancellationToken)) is not { } taskSid)
            {
                NoTask(id);
                return;
            }

            await TellAsync(taskSid, id, told, cancellationToken);
        }
        catch (ApiException e) when (e.Status is >= 400 and < 500 and not 429)
        {
            // Asking again would get the same answer.
            Refused(id, e.Status, e.Code);
        }
    }

    private async Task TellAsync(string taskSid, string id, CallerVerification told, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (await tasks.ReadAsync(taskSid, cancellationToken) is not { } edition)
            {
                Gone(id, taskSid);
                return;
            }

            if (Merged(edition.Attributes, told) is not { } attributes)
            {
                NotAnObject(id, taskSid);
                return;
            }

            if (await tasks.TryWriteAsync(taskSid, edition, attributes, cancellationToken))
            {
                Told(id, taskSid);
                return;
            }
        }

        throw new InvalidOperationException($"Task {taskSid} was changed by others all the time.");
    }

    /// <returns>Null when the attributes are no JSON object, to which nothing can be added.</returns>
    internal static string? Merged(string attributes, CallerVerification told)
    {
        try
        {
            if (JsonNode.Parse(attributes.Length == 0 ? "{}" : attributes) is not JsonObject all)
                return null;
            all[Member] = new JsonObject(told.Members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Key, member.Value)));
            return all.ToJsonString(Readable);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    [LoggerMessage(6301, LogLevel.Information, "Task {TaskSid} was told of verification {Id}")]
    private partial void Told(string id, string taskSid);

    [LoggerMessage(6302, LogLevel.Warning, "Verification {Id} has ended and no task of its call was found")]
    private partial void NoTask(string id);

    [LoggerMessage(6303, LogLevel.Warning, "Verification {Id} has ended and task {TaskSid} is gone")]
    private partial void Gone(string id, string taskSid);

    [LoggerMessage(6304, LogLevel.Error, "TaskRouter refused to be told of verification {Id} with status {Status}, code {Code}; check TaskRouter:WorkspaceSid and the rights of Twilio:Client")]
    private partial void Refused(string id, int status, int code);

    [LoggerMessage(6305, LogLevel.Error, "The attributes of task {TaskSid} are no JSON object, so verification {Id} could not be added")]
    private partial void NotAnObject(string id, string taskSid);
}
