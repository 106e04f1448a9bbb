using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>Is told that the provider has an answer ready (CIBA Core §10.2), by whoever knows it: the notification itself proves nothing, the poll that follows does.</summary>
internal interface INotified
{
    /// <param name="verificationId">As it was given to <see cref="CibaClient.StartAsync(EId, NationalId, CallInitiator, string?, string?, CancellationToken)"/>.</param>
    /// <param name="authReqId">As the provider wrote it; it may belong to another verification, or to none.</param>
    Task NotifiedAsync(string verificationId, AuthReqId authReqId, CancellationToken cancellationToken);
}

/// <summary>Where nobody listens, the next poll in its time finds out.</summary>
internal sealed class NobodyNotified : INotified
{
    public Task NotifiedAsync(string verificationId, AuthReqId authReqId, CancellationToken cancellationToken) => Task.CompletedTask;
}
