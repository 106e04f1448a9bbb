using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;

namespace CallerAuth.Calls;

/// <summary>What Twilio answered to a redirect. That no answer came, or one that may change, is an exception.</summary>
internal abstract record Redirection
{
    private Redirection() { }

    public sealed record Done : Redirection;

    /// <summary>The call had ended, or was not answered yet.</summary>
    public sealed record Gone : Redirection;

    /// <summary>Asking again would get the same answer.</summary>
    public sealed record Refused(int Status, int Code) : Redirection;
}

/// <summary>Sends live calls to another document, by Twilio's REST API (https://www.twilio.com/docs/voice/api/call-resource).</summary>
internal sealed class LiveCalls(IServiceScopeFactory scopes)
{
    /// <summary>Twilio: "Call is not in-progress. Cannot redirect."</summary>
    public const int CallNotInProgress = 21220;

    /// <exception cref="TwilioException">No answer, or Twilio asks for patience.</exception>
    public async Task<Redirection> RedirectAsync(string callSid, Uri url, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<ITwilioRestClient>();
        try
        {
            await CallResource.UpdateAsync(pathSid: callSid, url: url, method: Twilio.Http.HttpMethod.Post, client: client)
                .WaitAsync(cancellationToken);
            return new Redirection.Done();
        }
        catch (ApiException e) when (e.Code == CallNotInProgress)
        {
            return new Redirection.Gone();
        }
        catch (ApiException e) when (e.Status is >= 400 and < 500 and not 429)
        {
            return new Redirection.Refused(e.Status, e.Code);
        }
    }
}
