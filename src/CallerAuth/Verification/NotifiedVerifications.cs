using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>
/// Has a verification polled when its provider says that there is an answer (CIBA Core 10.2). Nothing else is believed of a notification,
/// and a provider that never sends one is polled in its interval all the same.
/// </summary>
internal sealed class NotifiedVerifications(VerificationStore store) : INotified
{
    public async Task NotifiedAsync(string verificationId, AuthReqId authReqId, CancellationToken cancellationToken)
    {
        if (VerificationId.TryParse(verificationId, out var id) && await store.FindAsync(id) is { } record && record.AuthReqId == authReqId.Value)
            await store.HastenAsync(id);
    }
}
