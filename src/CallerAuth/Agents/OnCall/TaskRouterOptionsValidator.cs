using CallerAuth.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.OnCall;

internal sealed class TaskRouterOptionsValidator : IValidateOptions<TaskRouterOptions>
{
    public ValidateOptionsResult Validate(string? name, TaskRouterOptions options) =>
        options.WorkspaceSid.Length == 0 || TwilioSid.Is("WS", options.WorkspaceSid)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{TaskRouterOptions.Section}:WorkspaceSid: give the workspace's SID (WS and 32 hex digits) from the TaskRouter console, or leave it out.");
}
