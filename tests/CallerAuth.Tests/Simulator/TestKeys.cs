using CallerAuth.Simulator;

namespace CallerAuth.Tests.Simulator;

/// <summary>One client key for all tests: making one takes longer than a test.</summary>
internal static class TestKeys
{
    public static ClientKey Client { get; } = new();

    public static ClientKey Stranger { get; } = new();
}
