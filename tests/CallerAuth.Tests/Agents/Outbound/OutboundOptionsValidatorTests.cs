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
        var options = new OutboundOptions
        {
            AllowedPrefixes = { "46", "+0", "+46", "+46x" },
            DeniedPrefixes = { "900" },
            RingFor = TimeSpan.FromMinutes(3),
            LongestCall = TimeSpan.FromHours(5),
            Limits = { PerNumber = { Short = { Most = -1 } } },
            AnsweringMachine = (AnsweringMachine)7,
        };

        var faults = new OutboundOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Equal(8, faults.Count);
        Assert.Equal(3, faults.Count(fault => fault.StartsWith("Outbound:AllowedPrefixes: ", StringComparison.Ordinal)));
        Assert.All(
            ["Outbound:DeniedPrefixes: ", "Outbound:LongestCall: ", "Outbound:Limits:PerNumber:Short:Most: "],
            key => Assert.Contains(faults, fault => fault.StartsWith(key, StringComparison.Ordinal)));
        Assert.Contains(faults, fault => fault.StartsWith("Outbound:RingFor: ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Outbound:AnsweringMachine: ", StringComparison.Ordinal));
    }
}
