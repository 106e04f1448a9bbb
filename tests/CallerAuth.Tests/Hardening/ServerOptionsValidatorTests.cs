using CallerAuth.Hardening;
using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Hardening;

public class ServerOptionsValidatorTests
{
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(1_000_000, true)]
    [InlineData(1_000_001, false)]
    public void A_bound_that_lets_Twilio_in(int connections, bool good) => Assert.Equal(
        good ? [] : ["Server:MaxConnections"],
        Faults.KeysIn(new ServerOptionsValidator(), new ServerOptions { MaxConnections = connections }));

    [Theory]
    [InlineData(-1)]
    [InlineData(121)]
    public void A_stop_that_nobody_would_wait_for_is_refused(int seconds) => Assert.Equal(
        ["Server:StopDelay"],
        Faults.KeysIn(new ServerOptionsValidator(), new ServerOptions { StopDelay = TimeSpan.FromSeconds(seconds) }));
}
