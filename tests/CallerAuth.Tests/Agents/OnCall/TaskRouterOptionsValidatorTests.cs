using CallerAuth.Agents.OnCall;

namespace CallerAuth.Tests.Agents.OnCall;

public class TaskRouterOptionsValidatorTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("WS00000000000000000000000000000001", true)]
    [InlineData("WW00000000000000000000000000000001", false)]
    [InlineData("WS1", false)]
    public void A_workspace_has_a_SID_or_is_left_out(string sid, bool fits)
    {
        var result = new TaskRouterOptionsValidator().Validate(null, new TaskRouterOptions { WorkspaceSid = sid });

        Assert.Equal(fits, result.Succeeded);
        if (!fits)
            Assert.StartsWith("TaskRouter:WorkspaceSid: ", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
