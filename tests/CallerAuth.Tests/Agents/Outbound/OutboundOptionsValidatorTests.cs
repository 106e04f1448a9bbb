using CallerAuth.Agents.Outbound;

namespace CallerAuth.Tests.Agents.Outbound;

public class OutboundOptionsValidatorTests
{
    [Fact]
    public void The_defaults_start_and_call_nobody()
    {
        Assert.True(new OutboundOptionsValidator().Validate(null, new OutboundOptions()).Succeeded);
        Assert.Empty(new OutboundOptions().AllowedPrefixes);
    }

    [Fact]
    public void All_faults_are_told_with_their_keys()
    {
        var options = new OutboundOptions { AllowedPrefixes = { "46", "+0", "+46", "+46x" }, RingFor = TimeSpan.FromMinutes(3), AnsweringMachine = (AnsweringMachine)7 };

        var faults = new OutboundOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Equal(5, faults.Count);
        Assert.Equal(3, faults.Count(fault => fault.StartsWith("Outbound:AllowedPrefixes: ", StringComparison.Ordinal)));
        Assert.Contains(faults, fault => fault.StartsWith("Outbound:RingFor: ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Outbound:AnsweringMachine: ", StringComparison.Ordinal));
    }
}
