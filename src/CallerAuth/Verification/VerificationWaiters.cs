namespace CallerAuth.Verification;

/// <summary>Everybody who may wait for verifications, each under a prefix of their own.</summary>
internal sealed class VerificationWaiters(IEnumerable<IVerificationWaiter> waiters)
{
    private readonly IVerificationWaiter[] _waiters = [.. waiters];

    /// <exception cref="InvalidOperationException">Nobody here signs like this; a newer instance may, and takes over when this one ends.</exception>
    public IVerificationWaiter Of(string waiter) =>
        Array.Find(_waiters, one => waiter.StartsWith(one.Prefix, StringComparison.Ordinal))
        ?? throw new InvalidOperationException("A verification is waited for by somebody whom this version does not know.");
}
