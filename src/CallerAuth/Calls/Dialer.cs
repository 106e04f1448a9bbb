using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace CallerAuth.Calls;

/// <summary>What Twilio answered to the wish for a call.</summary>
internal abstract record Dialled
{
    private Dialled() { }

    /// <summary>Twilio will ring; <paramref name="CallSid"/> is its name for the call.</summary>
    public sealed record Placed(string CallSid) : Dialled;

    /// <summary>Nothing rings. The code is Twilio's (https://www.twilio.com/docs/api/errors), 0 where it gave none.</summary>
    public sealed record Refused(int Status, int Code) : Dialled;

    /// <summary>No answer came, so it may ring all the same.</summary>
    public sealed record Unknown(Exception Why) : Dialled;
}

/// <summary>How a call of ours is placed.</summary>
/// <param name="RingFor">How long it may ring; Twilio adds a few seconds.</param>
/// <param name="LongestCall">When Twilio ends it, whoever talks.</param>
/// <param name="AwaitsBeep">Whether a machine is listened to until it records, so that a message can be left.</param>
internal sealed record Dialling(string From, string To, TimeSpan RingFor, TimeSpan LongestCall, bool AwaitsBeep);

/// <summary>Places calls and ends them, by Twilio's REST API (https://www.twilio.com/docs/voice/api/call-resource).</summary>
internal sealed class Dialer(IServiceScopeFactory scopes, PublicUrls urls)
{
    /// <summary>Only asked whether something picked up that is a machine: the greeting is not waited for.</summary>
    private const string DetectMachine = "Enable";

    private const string DetectEndOfGreeting = "DetectMessageEnd";

    /// <summary>Never asked twice: a call that was not confirmed may ring. Over a limit Twilio has placed nothing; its client asks again by itself.</summary>
    public async Task<Dialled> PlaceAsync(Dialling dialling, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<ITwilioRestClient>();
        try
        {
            var call = await CallResource.CreateAsync(
                to: new PhoneNumber(dialling.To),
                from: new PhoneNumber(dialling.From),
                url: urls.Answered,
                method: Twilio.Http.HttpMethod.Post,
                statusCallback: urls.Status,
                statusCallbackEvent: ["completed"],
                statusCallbackMethod: Twilio.Http.HttpMethod.Post,
                timeout: (int)dialling.RingFor.TotalSeconds,
                timeLimit: (int)dialling.LongestCall.TotalSeconds,
                machineDetection: dialling.AwaitsBeep ? DetectEndOfGreeting : DetectMachine,
                client: client).WaitAsync(cancellationToken);
            return call.Sid is { Length: > 0 } sid ? new Dialled.Placed(sid) : new Dialled.Unknown(new ApiException("Twilio's answer names no call"));
        }
        catch (ApiException e) when (e.Status is >= 400 and < 500)
        {
            return new Dialled.Refused(e.Status, e.Code);
        }
#pragma warning disable CA1031 // Whatever went wrong, Twilio may have taken the call.
        catch (Exception e)
        {
            return new Dialled.Unknown(e);
        }
#pragma warning restore CA1031
    }

    /// <summary>How a call stands at Twilio: <c>queued</c>, <c>ringing</c>, <c>in-progress</c>, or one of <see cref="CallEnds"/>.</summary>
    /// <returns>Null when Twilio knows of no such call.</returns>
    /// <exception cref="TwilioException">Twilio did not say.</exception>
    public async Task<string?> StatusAsync(string callSid, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<ITwilioRestClient>();
        try
        {
            var call = await CallResource.FetchAsync(pathSid: callSid, client: client).WaitAsync(cancellationToken);
            return call.Status?.ToString() ?? throw new ApiException("Twilio's answer says nothing of the call's status");
        }
        catch (ApiException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    /// <summary>Ends a call, whether it rings or is talked on. One that has ended already is as it should be.</summary>
    /// <exception cref="TwilioException">Twilio did not do it.</exception>
    public async Task EndAsync(string callSid, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<ITwilioRestClient>();
        try
        {
            await CallResource.UpdateAsync(pathSid: callSid, status: CallResource.UpdateStatusEnum.Completed, client: client).WaitAsync(cancellationToken);
        }
        catch (ApiException e) when (e.Code == LiveCalls.CallNotInProgress || e.Status == StatusCodes.Status404NotFound)
        {
            // It had ended.
        }
    }
}
