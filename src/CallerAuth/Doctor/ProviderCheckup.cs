using CallerAuth.Ciba;
using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Doctor;

/// <summary>The OpenID provider: whether it is there, whether our clocks agree, and whether it knows us.</summary>
internal sealed class ProviderCheckup(IOptions<CibaOptions> options, Discovery discovery, CibaClient ciba, EIdCatalogue eids, IHttpClientFactory clients, TimeProvider time) : ICheckup
{
    /// <summary>Half of what id_tokens and client assertions are given for clocks that differ.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    public const string Of = "Provider";

    public async IAsyncEnumerable<Diagnosis> ExamineAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var authority = options.Value.Authority;
        var (metadata, fault) = await FetchAsync(cancellationToken);
        if (metadata is null)
        {
            yield return Diagnosis.Ailing(Of, $"{authority}: {fault}", "Ciba:Authority must be the address that the provider gave you; its discovery document lies below it, at /.well-known/openid-configuration.");
            yield break;
        }

        yield return Diagnosis.Healthy(Of, $"{authority}: discovery document and {metadata.Keys.Count} key(s)");
        yield return await CompareClocksAsync(cancellationToken);
        yield return await IntroduceAsync(cancellationToken);
    }

    private async Task<(ProviderMetadata? Metadata, string Fault)> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await discovery.GetAsync(cancellationToken), "");
        }
        catch (ProviderUnavailableException e)
        {
            return (null, e.Message);
        }
    }

    private async Task<Diagnosis> CompareClocksAsync(CancellationToken cancellationToken)
    {
        const string Clock = "Clock";
        DateTimeOffset theirs;
        try
        {
            using var http = clients.CreateClient(BackChannel.HttpClientName);
            using var answer = await http.GetAsync(new Uri(options.Value.Authority.TrimEnd('/') + "/.well-known/openid-configuration"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.Headers.Date is not { } date)
                return Diagnosis.NotChecked(Clock, "the provider does not tell the time");
            theirs = date;
        }
        catch (HttpRequestException e)
        {
            return Diagnosis.Ailing(Clock, $"the provider answered once and then no more: {e.HttpRequestError}", "See whether the provider has trouble, or whether something between it and this machine ends connections.");
        }

        var skew = time.GetUtcNow() - theirs;
        return skew.Duration() <= MostSkew
            ? Diagnosis.Healthy(Clock, "agrees with the provider's")
            : Diagnosis.Ailing(Clock, $"{skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the provider's", "Have this machine keep the time (NTP): client assertions and id_tokens are refused when clocks differ by more than a minute.");
    }

    /// <summary>Asks for the end of a verification that there never was: a provider that knows us says that of the id, one that does not says it of us (CIBA Core §11).</summary>
    private async Task<Diagnosis> IntroduceAsync(CancellationToken cancellationToken)
    {
        const string Us = "Client";
        var id = options.Value.ClientId;
        var result = await ciba.PollAsync(eids.All.First(), AuthReqId.Parse("callerauth-doctor"), () => throw new InvalidOperationException("Nobody was asked for."), cancellationToken);
        return result switch
        {
            PollResult.Failed { Error: "invalid_client" or "unauthorized_client" } failed => Diagnosis.Ailing(
                Us,
                $"the provider answers {failed.Error} to client {id}",
                options.Value.ClientAuthentication == ClientAuthentication.PrivateKeyJwt
                    ? "Register the JWKS above with this client, allow it the CIBA grant and private_key_jwt, and compare Ciba:ClientId."
                    : "Compare Ciba:ClientId and Ciba:ClientSecret with what the provider shows, and allow the client the CIBA grant."),
            PollResult.Unavailable unavailable => Diagnosis.Ailing(Us, $"the token endpoint gave no answer: {unavailable.Why}", "See whether the provider has trouble, or whether Ciba:TokenEndpoint names another address."),
            PollResult.Expired or PollResult.Failed { Error: "invalid_grant" } => Diagnosis.Healthy(Us, $"the provider knows {id}"),
            PollResult.Approved => Diagnosis.Ailing(Us, "the provider answered a made-up auth_req_id with an identity", "Do not use this provider."),
            _ => Diagnosis.Ailing(
                Us,
                $"the token endpoint answers {WordOf(result)} to client {id}, where a CIBA provider says invalid_grant",
                "See whether Ciba:TokenEndpoint is the provider's own, and whether the client is allowed the grant urn:openid:params:grant-type:ciba."),
        };
    }

    private static string WordOf(PollResult result) => result switch
    {
        PollResult.Failed failed => failed.Error,
        PollResult.Pending => "authorization_pending",
        PollResult.SlowDown => "slow_down",
        PollResult.Declined => "access_denied",
        _ => "something unknown",
    };
}
