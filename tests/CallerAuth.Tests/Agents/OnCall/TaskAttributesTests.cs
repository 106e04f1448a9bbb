using CallerAuth.Agents.OnCall;
using CallerAuth.Calls;
using CallerAuth.Routing;
using CallerAuth.Tests.Calls;

namespace CallerAuth.Tests.Agents.OnCall;

/// <summary>What is added to a task's attributes, and what is left as it was.</summary>
public class TaskAttributesTests
{
    private static readonly CallerVerification Declined = CallerVerification.Unverified(UnverifiedReason.Declined, Some.Id.Value);

    [Theory]
    [InlineData("", "{")]
    [InlineData("{}", "{")]
    [InlineData("""{"call_sid":"CA1","n":1.50,"deep":{"a":[null,true]},"å":"\u00e6"}""", """{"call_sid":"CA1","n":1.50,"deep":{"a":[null,true]},"å":"æ",""")]
    public void Everything_else_stays_as_it_is(string before, string kept) =>
        Assert.Equal(
            kept + "\"caller_verification\":{\"status\":\"unverified\",\"reason\":\"declined\",\"verification_id\":\"" + Some.Id.Value + "\"}}",
            TaskAttributes.Merged(before, Declined));

    [Fact]
    public void What_was_told_before_is_replaced_whole()
    {
        var before = TaskAttributes.Merged("{}", CallerVerification.Verified(Some.OtherId.Value, Some.Identity, ["name"]))!;

        var after = TaskAttributes.Merged(before, Declined)!;

        Assert.Contains("Kari Nordmann", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Kari Nordmann", after, StringComparison.Ordinal);
        Assert.DoesNotContain(Some.OtherId.Value, after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    public void To_what_is_no_object_nothing_is_added(string before) => Assert.Null(TaskAttributes.Merged(before, Declined));
}
