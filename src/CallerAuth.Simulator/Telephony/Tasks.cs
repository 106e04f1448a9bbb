using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Telephony;

/// <summary>A task of TaskRouter's. Its edition grows with each change and is its ETag.</summary>
/// <param name="Place">In the order in which the tasks were made.</param>
internal sealed record TaskEntry(string Sid, string WorkflowSid, JsonObject Attributes, int Edition, long Place)
{
    public string? CallSid => (string?)Attributes["call_sid"];
}

/// <summary>The tasks of the account's one workspace: one for each call that waits for a workflow, with what Twilio adds to its attributes.</summary>
internal sealed class Tasks
{
    public const string WorkspaceSid = "WS00000000000000000000000000000001";

    private readonly ConcurrentDictionary<string, TaskEntry> _tasks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _ofCalls = new(StringComparer.Ordinal);
    private long _made;

    public TaskEntry Create(string workflowSid, JsonObject attributes, PhoneCall call)
    {
        var all = (JsonObject)attributes.DeepClone();
        all["call_sid"] = call.Sid;
        all["from"] = call.Parties.From;
        all["to"] = call.Parties.To;
        all["direction"] = call.Parties.Direction;
        var task = new TaskEntry($"WT{Guid.NewGuid():N}", workflowSid, all, 1, Interlocked.Increment(ref _made));
        _ofCalls.GetOrAdd(call.Sid, _ => []).Enqueue(task.Sid);
        return _tasks[task.Sid] = task;
    }

    public TaskEntry? Find(string sid) => _tasks.GetValueOrDefault(sid);

    public void ForgetOfCall(string callSid)
    {
        if (!_ofCalls.TryRemove(callSid, out var sids))
            return;
        foreach (var sid in sids)
            _tasks.TryRemove(sid, out _);
    }

    /// <summary>The one that is not over.</summary>
    public TaskEntry? OfCall(string callSid) => AllOfCall(callSid).FirstOrDefault();

    /// <summary>Latest first.</summary>
    public IEnumerable<TaskEntry> AllOfCall(string callSid) => _tasks.Values.Where(task => task.CallSid == callSid).OrderByDescending(task => task.Place);

    /// <summary>A call that waits for another workflow has left the one before.</summary>
    public string StatusOf(TaskEntry task) => task.CallSid is { } call && OfCall(call)?.Sid != task.Sid ? "canceled" : "assigned";

    /// <returns>Null when it is another edition by now.</returns>
    public TaskEntry? Change(TaskEntry task, JsonObject attributes)
    {
        var changed = task with { Attributes = attributes, Edition = task.Edition + 1 };
        return _tasks.TryUpdate(task.Sid, changed, task) ? changed : null;
    }
}
