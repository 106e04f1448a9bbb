using CallerAuth.Ciba;
using Microsoft.Extensions.Options;

namespace CallerAuth.Doctor;

/// <summary>The key that signs client assertions; prints its public half, which the provider must know.</summary>
internal sealed class SigningKeyCheckup(IOptions<CibaOptions> options) : ICheckup
{
    public const string Of = "Signing key";

    public async IAsyncEnumerable<Diagnosis> ExamineAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var ciba = options.Value;
        if (ciba.ClientAuthentication != ClientAuthentication.PrivateKeyJwt)
            yield return Diagnosis.NotChecked(Of, $"none is needed with {ciba.ClientAuthentication}");
        else if (SigningKey.TryLoad(ciba, out var credentials, out var fault))
            yield return Diagnosis.Healthy(Of, $"{credentials.Algorithm}, kid {credentials.Key.KeyId}", $"The provider must know its public half (at Idura: the application's Client JWKS):\n{PublicJwks.Of(credentials)}");
        else
            yield return Diagnosis.Ailing(Of, fault, $"Ciba:PrivateKeyPath must name a key; \"{KeysCommand.Word} new\" makes one.");
    }
}
