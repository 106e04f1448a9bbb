using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>Adds to a request what proves that it is ours, in the way the client is registered (OpenID Connect Core §9).</summary>
internal sealed class ClientAuthentication(IOptions<CibaOptions> options, AssertionStock assertions)
{
    public const string PrivateKeyJwt = "private_key_jwt";
    public const string ClientSecretBasic = "client_secret_basic";
    public const string ClientSecretPost = "client_secret_post";

    private static readonly byte[] AssertionParameters = [.. "&client_assertion_type="u8, .. Form.Encoded(ClientAssertion.Type), .. "&client_assertion="u8];

    private readonly Lazy<AuthenticationHeaderValue> _basic = new(() => Basic(options.Value));
    private readonly Lazy<byte[]> _post = new(() => Post(options.Value));

    /// <summary>To a form that holds something already.</summary>
    public void AddTo(HttpRequestMessage request, Form form)
    {
        switch (options.Value.ClientAuthentication)
        {
            case PrivateKeyJwt:
                form.Append(AssertionParameters).Append(assertions.Take());
                break;
            case ClientSecretBasic:
                request.Headers.Authorization = _basic.Value;
                break;
            case ClientSecretPost:
                form.Append(_post.Value);
                break;
            default:
                throw new InvalidOperationException($"{CibaOptions.Section}:{nameof(CibaOptions.ClientAuthentication)} was not validated.");
        }
    }

    // RFC 6749 §2.3.1: each half is form-urlencoded before the two are joined.
    private static AuthenticationHeaderValue Basic(CibaOptions client) =>
        new("Basic", Convert.ToBase64String([.. Form.Encoded(client.ClientId), .. ":"u8, .. Form.Encoded(client.ClientSecret)]));

    private static byte[] Post(CibaOptions client) =>
        [.. "&client_id="u8, .. Form.Encoded(client.ClientId), .. "&client_secret="u8, .. Form.Encoded(client.ClientSecret)];
}
