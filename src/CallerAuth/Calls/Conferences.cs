using System.Net;
using System.Text.Json;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest;
using Twilio.Rest.Api.V2010.Account.Conference;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Calls;

/// <summary>Live conferences, by Twilio's REST API (https://www.twilio.com/docs/voice/api/conference-resource).</summary>
internal sealed class Conferences(IServiceScopeFactory scopes)
{
    /// <param name="name">What it was called when it was dialled.</param>
    /// <returns>Its SID; null when none of that name is going on.</returns>
    /// <exception cref="TwilioException">No answer.</exception>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(
            client => client.RequestAsync(new Request(HttpMethod.Get, Domain.Api, $"/2010-04-01/Accounts/{Uri.EscapeDataString(client.AccountSid)}/Conferences.json", queryParams:
            [
                new("FriendlyName", name),
                new("Status", "in-progress"),
                new("PageSize", "1"),
            ])),
            cancellationToken);
        using var found = JsonDocument.Parse(answer.Content);
        return found.RootElement.TryGetProperty("conferences", out var conferences) && conferences.ValueKind == JsonValueKind.Array && conferences.GetArrayLength() > 0
            ? conferences[0].GetProperty("sid").GetString()
            : null;
    }

    /// <summary>Speaks to one participant, who stays in the conference; the others do not hear it.</summary>
    /// <returns>False when the call does not take part.</returns>
    /// <exception cref="TwilioException">Twilio did not do it.</exception>
    public async Task<bool> AnnounceAsync(string conferenceSid, string callSid, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(
                client => ParticipantResource.UpdateAsync(conferenceSid, callSid, announceUrl: url, announceMethod: HttpMethod.Post, client: client), cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task<T> AskAsync<T>(Func<ITwilioRestClient, Task<T>> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await request(scope.ServiceProvider.GetRequiredService<ITwilioRestClient>()).WaitAsync(cancellationToken);
    }
}
