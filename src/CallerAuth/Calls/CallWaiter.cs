using System.Diagnostics.CodeAnalysis;

namespace CallerAuth.Calls;

/// <summary>How a call signs for a verification, so that the end of it finds the call.</summary>
internal static class CallWaiter
{
    public const string Prefix = "call:";

    public static string For(string callSid) => Prefix + callSid;

    public static bool TryParse(string waiter, [NotNullWhen(true)] out string? callSid)
    {
        callSid = waiter.StartsWith(Prefix, StringComparison.Ordinal) ? waiter[Prefix.Length..] : null;
        return callSid is not null;
    }
}
