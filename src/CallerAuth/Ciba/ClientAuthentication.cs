using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>Adds to a request what proves that it is ours, in the way the client is registered (OpenID Connect Core §9).</summary>
internal sealed class ClientAuthentication(IOptions<CibaOptions> options, ClientAssertion clientAssertion)
{
    public const string PrivateKeyJwt = "private_key_jwt";
    public const string ClientSecretBasic = "client_secret_basic";
    public const string ClientSecretPost = "client_secret_post";

    public void AddTo(HttpRequestMessage request, IDictionary<string, string> form)
    {
        var client = options.Value;
        switch (client.ClientAuthentication)
        {
            case PrivateKeyJwt:
                form["client_assertion_type"] = ClientAssertion.Type;
                form["client_assertion"] = clientAssertion.Create();
                break;
            case ClientSecretBasic:
                // RFC 6749 §2.3.1: each half is form-urlencoded before the two are joined.
                var pair = $"{FormEncoded(client.ClientId)}:{FormEncoded(client.ClientSecret)}";
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
                break;
            case ClientSecretPost:
                form["client_id"] = client.ClientId;
                form["client_secret"] = client.ClientSecret;
                break;
            default:
                throw new InvalidOperationException($"{CibaOptions.Section}:{nameof(CibaOptions.ClientAuthentication)} was not validated.");
        }
    }

    private static string FormEncoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
