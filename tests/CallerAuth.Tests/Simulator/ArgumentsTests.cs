using CallerAuth.Simulator;

namespace CallerAuth.Tests.Simulator;

public sealed class ArgumentsTests
{
    [Fact]
    public void Nothing_serves_at_the_providers_own_pace() => Assert.Equal(new { Plays = false, Interval = 3 }, Shape([]));

    [Fact]
    public void Call_plays_faster() => Assert.Equal(new { Plays = true, Interval = 1 }, Shape(["call", "--all", "--speed", "20"]));

    [Fact]
    public void Names_and_speed_are_read()
    {
        var command = Arguments.Parse(["call", "expired", "slow-down", "--speed", "2.5"])!;

        Assert.Equal(["expired", "slow-down"], command.Names);
        Assert.Equal(2.5, command.Speed);
    }

    [Fact]
    public void A_call_can_be_listened_to() => Assert.Equal("call.wav", Arguments.Parse(["call", "expired", "--wav", "call.wav"])!.Wav);

    [Theory]
    [InlineData("call", "--wav")]
    [InlineData("call", "--wav", "--all")]
    [InlineData("--wav", "call.wav")]
    [InlineData("--speed")]
    [InlineData("--speed", "0")]
    [InlineData("--all")]
    [InlineData("calls")]
    public void What_is_not_understood_is_refused(params string[] args) => Assert.Null(Arguments.Parse(args));

    private static object Shape(string[] args) => Arguments.Parse(args) is { } command ? new { command.Plays, command.Interval } : new { };
}
