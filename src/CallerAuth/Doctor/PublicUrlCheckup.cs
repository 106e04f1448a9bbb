using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CallerAuth.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Doctor;

/// <summary>The address that Twilio calls: whether it leads here, and how long its certificate holds.</summary>
internal sealed class PublicUrlCheckup(IOptions<PublicOptions> options, IHttpClientFactory clients, TimeProvider time) : ICheckup
{
    public const string HttpClientName = "Doctor";

    private static readonly TimeSpan SoonOver = TimeSpan.FromDays(14);

    public const string Of = "Public address";

    public async IAsyncEnumerable<Diagnosis> ExamineAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = new Uri(options.Value.PublicBaseUrl.TrimEnd('/') + "/");
        yield return await KnockAsync(new Uri(address, "voice/incoming"), cancellationToken);
        if (address.Scheme == Uri.UriSchemeHttps)
            yield return await ReadCertificateAsync(address, cancellationToken);
    }

    /// <summary>A webhook without a signature: the service, and hardly anything else, answers 403 with nothing in it.</summary>
    private async Task<Diagnosis> KnockAsync(Uri webhook, CancellationToken cancellationToken)
    {
        try
        {
            using var http = clients.CreateClient(HttpClientName);
            using var form = new FormUrlEncodedContent([]);
            using var answer = await http.PostAsync(webhook, form, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            return (answer.StatusCode, body.Length) switch
            {
                (HttpStatusCode.Forbidden, 0) => Diagnosis.Healthy(Of, $"{webhook} leads to this service, which refuses a webhook without a signature"),
                (HttpStatusCode.OK, _) => Diagnosis.Ailing(Of, $"{webhook} answers a webhook that Twilio did not sign", "Whatever answers there is not this service, or something before it changes the answer."),
                (var status, _) => Diagnosis.Ailing(Of, $"{webhook} answers {(int)status}", "Start the service and the tunnel or proxy before it, and have PublicBaseUrl be the address that leads there, with its path if there is one."),
            };
        }
        catch (HttpRequestException e)
        {
            return Diagnosis.Ailing(Of, $"{webhook} cannot be reached: {e.HttpRequestError}", "PublicBaseUrl must be the address that Twilio reaches; with ngrok: \"ngrok start callerauth --config ngrok.yml\".");
        }
    }

    private async Task<Diagnosis> ReadCertificateAsync(Uri address, CancellationToken cancellationToken)
    {
        const string Certificate = "Certificate";
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port, cancellationToken);
            await using var tls = new SslStream(connection.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, cancellationToken);
            using var certificate = new X509Certificate2(tls.RemoteCertificate!);
            var left = certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime;
            return left > SoonOver
                ? Diagnosis.Healthy(Certificate, $"of {address.Host} holds for {left.TotalDays:0} days")
                : Diagnosis.Ailing(Certificate, $"of {address.Host} holds for {left.TotalDays:0} more days", "Have it renewed: Twilio does not call an address whose certificate has run out.");
        }
        catch (Exception e) when (e is System.Security.Authentication.AuthenticationException or SocketException or IOException)
        {
            return Diagnosis.Ailing(Certificate, $"of {address.Host} is not believed", "Twilio wants a certificate of a public authority, for this name, with the whole chain.");
        }
    }
}
