using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>What somebody who wants to know who a person is hands to the <see cref="Verifier"/>.</summary>
/// <param name="Asker">For the limits and the audit trail.</param>
/// <param name="Waiter">Whom to tell: an address that only the asker understands, for example <c>call:CA…</c>.</param>
/// <param name="BindingMessage">Shown in the app by eIDs that take one.</param>
/// <param name="MaxWait">The longest wait for the person, however long the provider would give.</param>
internal sealed record VerificationRequest(
    VerificationId Id,
    EId EId,
    NationalId NationalId,
    CallInitiator Initiator,
    string? BindingMessage,
    TimeSpan MaxWait,
    string Waiter,
    Asker Asker);
