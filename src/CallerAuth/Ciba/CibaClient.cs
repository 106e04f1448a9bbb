using CallerAuth.Identity;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>
/// The two requests of a poll-mode client (CIBA Core §7.1 and §10.1): ask for a person's authentication, and ask how it went. It remembers nothing between them and never retries:
/// the pace of polls is the schedule's, and a second start would ring a second time.
/// </summary>
internal sealed partial class CibaClient(
    BackChannel backChannel,
    Discovery discovery,
    IdTokenReader idTokenReader,
    IOptions<CibaOptions> options,
    TimeProvider timeProvider,
    ILogger<CibaClient> logger)
{
    private const int PollFormLength = 160;

    private readonly Deadlines _starts = new(options.Value.StartTimeout, timeProvider);
    private readonly Deadlines _polls = new(options.Value.RequestTimeout, timeProvider);

    private static ReadOnlySpan<byte> PollFormStart => "grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id="u8;

    /// <summary>Asks the provider to ask the person.</summary>
    /// <exception cref="ArgumentException">The eID does not take such a number, such an initiator or such a binding message.</exception>
    public async Task<StartResult> StartAsync(EId eid, NationalId nationalId, CallInitiator initiator, string? bindingMessage, CancellationToken cancellationToken)
    {
        var parameters = StartParameters.For(eid, nationalId, initiator, bindingMessage);

        try
        {
            using var deadline = _starts.Begin(cancellationToken);
            var provider = await discovery.GetAsync(deadline.Token);
            var answer = await backChannel.PostAsync(provider.BackchannelAuthenticationEndpoint, parameters, deadline.Token);
            var result = StartAnswer.Read(eid, answer);
            LogStart(eid.Name, result, answer.TraceId);
            return result;
        }
        catch (Exception e) when (ProviderUnavailableException.WhyIn(e, cancellationToken) is { } why)
        {
            LogUnavailable("bc-authorize", eid.Name, why);
            return new StartResult.Unavailable(why, RetryAfter: null);
        }
    }

    /// <summary>
    /// Asks how it went. Tokens come once: cancel only when the answer no longer matters, because an answer that is lost on the way cannot be had again (CIBA Core §10.1).
    /// </summary>
    /// <exception cref="ArgumentException">The claimant was asked for with another eID.</exception>
    public async Task<PollResult> PollAsync(EId eid, AuthReqId authReqId, Claimant claimant, CancellationToken cancellationToken)
    {
        if (claimant.EId != eid.Name)
            throw new ArgumentException($"The claimant was asked for with {claimant.EId}, not {eid.Name}.", nameof(claimant));

        try
        {
            ProviderAnswer answer;
            using (var deadline = _polls.Begin(cancellationToken))
            {
                // Keys first: an id_token that comes while they are out of reach could never be checked.
                var provider = await discovery.GetAsync(deadline.Token);
                var form = new Form(PollFormLength).Append(PollFormStart).AppendUnreserved(authReqId.Value);
                answer = await backChannel.PostAsync(provider.TokenEndpoint, form, deadline.Token);
            }

            // The token is read outside the poll's own time-out: it has been redeemed, and a new key of the provider may have to be fetched for it.
            var result = PollAnswer.Read(eid, answer)
                ?? await idTokenReader.ReadAsync(eid, authReqId, claimant, answer.TextOf("id_token")!, cancellationToken);
            LogPoll(result is PollResult.Pending ? LogLevel.Debug : LogLevel.Information, eid.Name, result, answer.TraceId);
            return result;
        }
        catch (Exception e) when (ProviderUnavailableException.WhyIn(e, cancellationToken) is { } why)
        {
            LogUnavailable("the token endpoint", eid.Name, why);
            return new PollResult.Unavailable(why, RetryAfter: null);
        }
    }

    // A result may be logged as it is: whatever is personal in it masks itself.
    [LoggerMessage(Level = LogLevel.Information, Message = "bc-authorize for {EId} was answered: {Result}; trace id {TraceId}.")]
    private partial void LogStart(string eId, StartResult result, string? traceId);

    [LoggerMessage(Message = "A poll for {EId} was answered: {Result}; trace id {TraceId}.")]
    private partial void LogPoll(LogLevel level, string eId, PollResult result, string? traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No usable answer from {Endpoint} for {EId}: {Why}.")]
    private partial void LogUnavailable(string endpoint, string eId, string why);
}
