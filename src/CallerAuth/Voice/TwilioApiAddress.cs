using Microsoft.Extensions.Options;

namespace CallerAuth.Voice;

/// <summary>Sends REST requests to <c>Twilio:ApiBaseUrl</c> instead of Twilio's own host, where it is set.</summary>
internal sealed class TwilioApiAddress(IOptionsMonitor<TwilioOptions> options) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.CurrentValue.ApiBaseUrl is { Length: > 0 } address && request.RequestUri is { } uri)
            request.RequestUri = new Uri(address.TrimEnd('/') + uri.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
