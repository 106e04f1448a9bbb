namespace CallerAuth.Agents.OnCall;

/// <summary>Where the tasks of live calls are found, so that they learn of a verification that an agent started.</summary>
internal sealed class TaskRouterOptions
{
    public const string Section = "TaskRouter";

    /// <summary>The workspace whose tasks are told. Empty: none are.</summary>
    public string WorkspaceSid { get; set; } = "";
}
