using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.Timeout;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest;
using HttpMethod = Twilio.Http.HttpMethod;

namespace CallerAuth.Voice;

/// <summary>
/// The Twilio account that the settings name, as its owner sees it: whether it is in order, and what its numbers call
/// (https://www.twilio.com/docs/iam/api/account, https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).
/// </summary>
internal sealed class TwilioAccount(IServiceScopeFactory scopes, IOptions<TwilioOptions> options)
{
    private string Path => $"/2010-04-01/Accounts/{options.Value.Client.AccountSid}";

    /// <exception cref="TwilioTroubleException">No answer, a refusal, or an answer that is not Twilio's.</exception>
    public async Task<AccountState> ReadAsync(CancellationToken cancellationToken)
    {
        using var account = await AskAsync(new Request(HttpMethod.Get, Domain.Api, $"{Path}.json"), cancellationToken);
        var status = account.RootElement.GetProperty("status").GetString() ?? "";
        var token = account.RootElement.TryGetProperty("auth_token", out var secret) ? secret.GetString() : null;
        return new AccountState(status, IsTrial: account.RootElement.TryGetProperty("type", out var type) && type.GetString() == "Trial", token is null ? null : options.Value.SigningTokens().Contains(token, StringComparer.Ordinal));
    }

    /// <returns>Null when the account has no such number.</returns>
    /// <exception cref="TwilioTroubleException">No answer, a refusal, or an answer that is not Twilio's.</exception>
    public async Task<TwilioNumber?> FindNumberAsync(string number, CancellationToken cancellationToken)
    {
        using var numbers = await AskAsync(new Request(HttpMethod.Get, Domain.Api, $"{Path}/IncomingPhoneNumbers.json", queryParams: [new("PhoneNumber", number)]), cancellationToken);
        return numbers.RootElement.GetProperty("incoming_phone_numbers").EnumerateArray().Select(Read).FirstOrDefault(one => one.Number == number);
    }

    /// <exception cref="TwilioTroubleException">No answer, a refusal, or an answer that is not Twilio's.</exception>
    public async Task<TwilioNumber> SetUrlsAsync(TwilioNumber number, NumberUrls urls, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("VoiceUrl", urls.Voice), new("VoiceMethod", urls.VoiceMethod), new("VoiceFallbackUrl", urls.Fallback),
            new("StatusCallback", urls.Status), new("StatusCallbackMethod", urls.StatusMethod),
        ];
        using var changed = await AskAsync(new Request(HttpMethod.Post, Domain.Api, $"{Path}/IncomingPhoneNumbers/{number.Sid}.json", postParams: form), cancellationToken);
        return Read(changed.RootElement);
    }

    private async Task<JsonDocument> AskAsync(Request request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var response = await scope.ServiceProvider.GetRequiredService<ITwilioRestClient>().RequestAsync(request).WaitAsync(cancellationToken);
            return JsonDocument.Parse(response.Content);
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.Unauthorized)
        {
            throw new TwilioTroubleException("refuses the credentials (401)", "Compare Twilio:Client:AccountSid and Twilio:Client:AuthToken, or ApiKeySid and ApiKeySecret, with the console's; a key of another region is refused, too.");
        }
        catch (ApiException e)
        {
            throw new TwilioTroubleException($"refuses with status {e.Status}, code {e.Code}", $"https://www.twilio.com/docs/api/errors/{e.Code} says why.");
        }
        catch (Exception e) when (e is TwilioException or TimeoutRejectedException)
        {
            throw new TwilioTroubleException($"gives no answer ({e.GetType().Name})", "See whether this machine reaches api.twilio.com, and whether Twilio:Client:Region and Edge are spelt right.");
        }
        catch (JsonException)
        {
            throw new TwilioTroubleException("answers something that is not JSON", "Empty Twilio:ApiBaseUrl, or have it be an address that speaks Twilio's REST API.");
        }
    }

    private static TwilioNumber Read(JsonElement number)
    {
        string Text(string member) => number.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";
        return new TwilioNumber(
            Text("sid"), Text("phone_number"), new NumberUrls(Text("voice_url"), Text("voice_method"), Text("voice_fallback_url"), Text("status_callback"), Text("status_callback_method")));
    }
}

/// <param name="Status"><c>active</c>, <c>suspended</c> or <c>closed</c>.</param>
/// <param name="IsTrial">Calls begin with an announcement, and go to verified numbers only.</param>
/// <param name="TokenIsOurs">Whether webhooks are signed with a token that the settings hold; null when Twilio does not tell.</param>
internal sealed record AccountState(string Status, bool IsTrial, bool? TokenIsOurs);
