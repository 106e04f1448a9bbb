using CallerAuth.Simulator;
using CallerAuth.Simulator.Load;

namespace CallerAuth.Tests.Simulator.Load;

public sealed class LoadArgumentsTests
{
    [Fact]
    public void A_minute_of_two_calls_a_second_is_played_when_nothing_is_said()
    {
        var asked = Arguments.Parse(["load"])!.Load!;

        Assert.Equal((2, TimeSpan.FromMinutes(1), 1, 3), (asked.CallsPerSecond, asked.Length, asked.Speed, asked.Interval));
        Assert.Null(asked.Service);
    }

    [Fact]
    public void Rate_length_and_bounds_are_read()
    {
        var asked = Read("--calls-per-second", "12.5", "--minutes", "30", "--most", "900", "--speed", "4", "--interval", "1", "--seed", "7", "--warm", "20", "--settle", "0", "--report", "0.5");

        Assert.Equal((12.5, TimeSpan.FromMinutes(30), 900, 4), (asked.CallsPerSecond, asked.Length, asked.Most, asked.Speed));
        Assert.Equal((1, 7, TimeSpan.FromSeconds(20), TimeSpan.Zero, TimeSpan.FromSeconds(0.5)), (asked.Interval, asked.Seed, asked.Warm, asked.Settle, asked.Report));
    }

    [Fact]
    public void Settings_of_the_service_are_handed_on()
    {
        var asked = Read("--set", "Ciba:MaxConnections=16", "--set", "Telemetry:Prometheus=false");

        Assert.Equal("16", asked.Settings["Ciba:MaxConnections"]);
        Assert.Equal("false", asked.Settings["Telemetry:Prometheus"]);
    }

    [Fact]
    public void A_running_service_finds_the_simulator_at_a_port_that_is_known()
    {
        Assert.Equal(LoadArguments.DefaultPort, Read("--service", "http://127.0.0.1:5080").Port);
        Assert.Equal(6000, Read("--service", "http://localhost:5080", "--port", "6000", "--print-settings").Port);
    }

    [Theory]
    [InlineData("--service", "https://calls.example.com")]
    [InlineData("--service", "http://192.168.1.4:5080")]
    [InlineData("--service", "http://127.0.0.1.example.com:5080")]
    [InlineData("--service", "http://127.0.0.1:5080/path")]
    [InlineData("--store", "redis.example.com:6379")]
    [InlineData("--store", "10.0.0.7:6379")]
    [InlineData("--store", "127.0.0.1")]
    public void Nothing_but_this_machine_is_put_under_load(string option, string target) => AssertRefused(option, target);

    [Theory]
    [InlineData("--calls-per-second", "0")]
    [InlineData("--calls-per-second")]
    [InlineData("--minutes", "-1")]
    [InlineData("--most", "1.5")]
    [InlineData("--hold", "many")]
    [InlineData("--set", "NoValue")]
    [InlineData("--faster", "1")]
    [InlineData("--print-settings")]
    [InlineData("--service-pid", "12")]
    [InlineData("--service", "http://127.0.0.1:5080", "--set", "A=b")]
    public void What_is_not_understood_is_refused_with_a_word(params string[] args) => AssertRefused(args);

    private static void AssertRefused(params string[] args)
    {
        Assert.Null(LoadArguments.Parse(args, out var fault));
        Assert.NotEmpty(fault);
        Assert.Null(Arguments.Parse(["load", .. args]));
    }

    private static LoadArguments Read(params string[] args) => LoadArguments.Parse(args, out var fault) ?? throw new InvalidOperationException(fault);
}
