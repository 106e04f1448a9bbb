namespace CallerAuth.Verification;

/// <summary>
/// Learns of every end that the poll engine writes, beside whoever waits for it. Told at least once, after them, and again when it fails;
/// so being told twice must do no harm. Starts that failed and verifications that were cancelled have no such end.
/// </summary>
internal interface IVerificationWitness
{
    Task EndedAsync(VerificationId id, VerificationRecord record, VerificationOutcome outcome, CancellationToken cancellationToken);
}
