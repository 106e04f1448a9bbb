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
    TaskDirectory tasks, TaskFacts facts, RequestVerdict verdict, Errands errands, TaskMeter meter, IOptions<TaskRouterOptions> options, ILogger<TaskAttributes> logger)
    : IRequestListener
{
    public const string Member = "caller_verification";

    /// <summary>A minute of searches; and while Twilio is away, few enough among all errands to leave the callers' own undisturbed.</summary>
    internal const int MostAtOnce = 200;

    /// <summary>Others who write to the same task at the same moment are few.</summary>
    private const int MostRounds = 10;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private int _running;

    public bool TryTell(RequestedVerification verification)
    {
        if (options.Value.WorkspaceSid.Length == 0 || (verification.TaskSid ?? verification.CallSid) is null || verdict.Of(verification) is not { } told)
            return true;
        if (Interlocked.Increment(ref _running) <= MostAtOnce && errands.TryRun(cancellationToken => InsistAsync(verification, told, cancellationToken)))
            return true;
        Interlocked.Decrement(ref _running);
        meter.Refused();
        TooMany(verification.Id.Value, MostAtOnce);
        return false;
    }

    private async Task InsistAsync(RequestedVerification verification, CallerVerification told, CancellationToken cancellationToken)
    {
        try
        {
            await errands.InsistAsync(_ => TellAsync(verification, told, cancellationToken), cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
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

            await TellAsync(taskSid, verification, told, cancellationToken);
        }
        catch (ApiException e) when (e.Status is >= 400 and < 500 and not 429)
        {
            // Asking again would get the same answer.
            Refused(id, e.Status, e.Code);
        }
    }

    private async Task TellAsync(string taskSid, RequestedVerification verification, CallerVerification told, CancellationToken cancellationToken)
    {
        var id = verification.Id.Value;
        for (var round = 0; round < MostRounds; round++)
        {
            if (await tasks.ReadAsync(taskSid, cancellationToken) is not { } edition)
            {
                Gone(id, taskSid);
                return;
            }

            if (Parsed(edition.Attributes) is not { } attributes)
            {
                NotAnObject(id, taskSid);
                return;
            }

            // Both after the reading: whoever is newer and writes meanwhile makes another edition.
            if (HasHeard(attributes, told) || !await MayTellAsync(taskSid, verification, attributes))
                return;
            if (await tasks.TryWriteAsync(taskSid, edition, Merged(attributes, told), cancellationToken))
            {
                Told(id, taskSid);
                return;
            }
        }

        throw new InvalidOperationException($"Task {taskSid} was changed by others all the time.");
    }

    private async Task<bool> MayTellAsync(string taskSid, RequestedVerification verification, JsonObject attributes)
    {
        if (!await facts.AreOfAsync(verification, attributes))
        {
            OfAnother(verification.Id.Value, taskSid);
            return false;
        }

        if (await facts.AreOlderAsync(verification, attributes))
            return true;
        Overtaken(verification.Id.Value, taskSid);
        return false;
    }

    /// <returns>Null when the attributes are no JSON object, to which nothing can be added.</returns>
    internal static string? Merged(string attributes, CallerVerification told) => Parsed(attributes) is { } all ? Merged(all, told) : null;

    private static string Merged(JsonObject attributes, CallerVerification told)
    {
        attributes[Member] = Spelled(told);
        return attributes.ToJsonString(Readable);
    }

    // What is told at least once is mostly told twice.
    private static bool HasHeard(JsonObject attributes, CallerVerification told) => JsonNode.DeepEquals(attributes[Member], Spelled(told));

    private static JsonObject Spelled(CallerVerification told) => new(told.Members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Key, member.Value)));

    private static JsonObject? Parsed(string attributes)
    {
        try
        {
            var all = JsonNode.Parse(attributes.Length == 0 ? "{}" : attributes) as JsonObject;
            // Members are looked at only when one is asked for, and then one that stands there twice is a fault.
            _ = all?.ContainsKey(Member);
            return all;
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

    [LoggerMessage(6306, LogLevel.Error, "Task {TaskSid} is not of the call of verification {Id}, so nothing was written there; who started it gave a wrong taskSid, or no callSid")]
    private partial void OfAnother(string id, string taskSid);

    [LoggerMessage(6307, LogLevel.Information, "Task {TaskSid} was not told of verification {Id}: the caller was asked again since")]
    private partial void Overtaken(string id, string taskSid);

    [LoggerMessage(6308, LogLevel.Warning, "The task of verification {Id} was not told of its end: {Most} wait already")]
    private partial void TooMany(string id, int most);
}
