using CallerAuth.Tests.Contracts;
using CallerAuth.Verification;

namespace CallerAuth.Tests.Verification;

public class VerificationOptionsValidatorTests
{
    private static readonly VerificationOptionsValidator Validator = new();

    [Fact]
    public void The_defaults_pass() => Assert.Empty(Faults.In(Validator, new VerificationOptions()));

    [Fact]
    public void Every_fault_is_told_at_once() => Assert.Equal(
        ["Verification:PollsAtOnce", "Verification:LookAtLeastEvery"],
        Faults.KeysIn(Validator, new VerificationOptions { PollsAtOnce = 0, LookAtLeastEvery = TimeSpan.FromSeconds(3) }));
}
