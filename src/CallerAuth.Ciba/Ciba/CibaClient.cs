using CallerAuth.Identity;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace CallerAuth.Ciba;

/// <summary>
/// The two requests of a client that polls or is pinged (CIBA Core §7.1 and §10.1): ask for a person's authentication, and ask how it went. It remembers nothing between them and never retries:
/// the pace of polls is the engine's, and a second start would ring a second time.
/// </summary>
internal sealed partial class CibaClient(
    BackChannel backChannel,
    ProviderCircuits circuits,
    Discovery discovery,
    IdTokenReader idTokenReader,
    NotificationTokens notificationTokens,
    ProviderMeter meter,
    IOptions<CibaOptions> options,
    TimeProvider timeProvider,
    ILogger<CibaClient> logger)
{
    private const string CircuitOpen = "circuit open";
    private const string Start = "bc-authorize";
    private const string Poll = "token";
    private const int PollFormLength = 160;

    private readonly Deadlines _starts = new(options.Value.StartTimeout, timeProvider);
    private readonly Deadlines _polls = new(options.Value.RequestTimeout, timeProvider);

    private static ReadOnlySpan<byte> PollFormStart => "grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id="u8;

    /// <summary>Asks the provider to ask the person, where nobody is to be notified.</summary>
    public Task<StartResult> StartAsync(EId eid, NationalId nationalId, CallInitiator initiator, string? bindingMessage, CancellationToken cancellationToken) =>
        StartAsync(eid, nationalId, initiator, bindingMessage, verificationId: null, cancellationToken);

    /// <summary>Asks the provider to ask the person.</summary>
    /// <param name="verificationId">What <see cref="INotified"/> will be told in ping mode, where it is needed; in poll mode it goes nowhere.</param>
    /// <exception cref="ArgumentException">The eID does not take such a number, such an initiator or such a binding message; or there is nobody to be notified in ping mode.</exception>
    public async Task<StartResult> StartAsync(
        EId eid, NationalId nationalId, CallInitiator initiator, string? bindingMessage, string? verificationId, CancellationToken cancellationToken)
    {
        var form = StartParameters.For(eid, nationalId, initiator, bindingMessage);
        if (options.Value.TokenDelivery == TokenDelivery.Ping)
            form.Add("client_notification_token", notificationTokens.For(verificationId ?? throw new ArgumentException("Ping mode needs to know which verification it is.", nameof(verificationId))));

        if (circuits.NobodyIsAskedFor is { } pause)
            return NotAsked(pause);

        var asked = timeProvider.GetTimestamp();
        try
        {
            var answer = await circuits.Starts.AskAsync(static (start, token) => start.Client.AskForStartAsync(start.Form, token), (Client: this, Form: form), cancellationToken);
            var result = StartAnswer.Read(eid, answer);
            LogStart(eid.Name, result, answer.TraceId);
            return Measured(Start, eid, asked, result);
        }
        catch (BrokenCircuitException)
        {
            return NotAsked(circuits.Starts.Break);
        }
        catch (Exception e) when (ProviderUnavailableException.WhyIn(e, cancellationToken) is { } why)
        {
            LogUnavailable(Start, eid.Name, why);
            return Measured(Start, eid, asked, new StartResult.Unavailable(why, RetryAfter: null));
        }
    }

    /// <summary>
    /// Asks how it went. Tokens come once: cancel only when the answer no longer matters, because an answer that is lost on the way cannot be had again (CIBA Core §10.1).
    /// </summary>
    /// <param name="claimant">Whom a token must be about; asked for when there is one, which is once in a hundred polls.</param>
    /// <exception cref="ArgumentException">The claimant was asked for with another eID.</exception>
    public async Task<PollResult> PollAsync(EId eid, AuthReqId authReqId, Func<Claimant> claimant, CancellationToken cancellationToken)
    {
        if (circuits.Polls.Break is { } pause)
            return new PollResult.Unavailable(CircuitOpen, pause);

        var asked = timeProvider.GetTimestamp();
        try
        {
            var answer = await circuits.Polls.AskAsync(static (poll, token) => poll.Client.AskForEndAsync(poll.AuthReqId, token), (Client: this, AuthReqId: authReqId), cancellationToken);

            // The token has been redeemed and cannot be had again, so neither the poll's time-out nor its caller ends the reading of it.
            var result = PollAnswer.Read(eid, answer)
                ?? await idTokenReader.ReadAsync(eid, authReqId, Of(eid, claimant()), answer.TextOf("id_token")!, CancellationToken.None);
            LogPoll(result is PollResult.Pending ? LogLevel.Debug : LogLevel.Information, eid.Name, result, answer.TraceId);
            return Measured(Poll, eid, asked, result);
        }
        catch (BrokenCircuitException)
        {
            return new PollResult.Unavailable(CircuitOpen, circuits.Polls.Break);
        }
        catch (Exception e) when (ProviderUnavailableException.WhyIn(e, cancellationToken) is { } why)
        {
            LogUnavailable(Poll, eid.Name, why);
            return Measured(Poll, eid, asked, new PollResult.Unavailable(why, RetryAfter: null));
        }
    }

    private async ValueTask<ProviderAnswer> AskForStartAsync(Form form, CancellationToken cancellationToken)
    {
        using var deadline = _starts.Begin(cancellationToken);
        var provider = await discovery.GetAsync(deadline.Token);
        return await backChannel.PostAsync(provider.BackchannelAuthenticationEndpoint, form, deadline.Token);
    }

    private async ValueTask<ProviderAnswer> AskForEndAsync(AuthReqId authReqId, CancellationToken cancellationToken)
    {
        using var deadline = _polls.Begin(cancellationToken);

        // Keys first: an id_token that comes while they are out of reach could never be checked.
        var provider = await discovery.GetAsync(deadline.Token);
        var form = new Form(PollFormLength).Append(PollFormStart).AppendUnreserved(authReqId.Value);
        return await backChannel.PostAsync(provider.TokenEndpoint, form, deadline.Token);
    }

    private T Measured<T>(string endpoint, EId eid, long asked, T result)
        where T : notnull
    {
        meter.Answered(endpoint, eid, result, timeProvider.GetElapsedTime(asked));
        return result;
    }

    private static Claimant Of(EId eid, Claimant claimant) => claimant.EId == eid.Name
        ? claimant
        : throw new ArgumentException($"The claimant was asked for with {claimant.EId}, not {eid.Name}.", nameof(claimant));

    private static StartResult.Unavailable NotAsked(TimeSpan? pause) => new(CircuitOpen, pause) { NothingSent = true };

    // A result may be logged as it is: whatever is personal in it masks itself.
    [LoggerMessage(5031, LogLevel.Information, "bc-authorize for {EId} was answered: {Result}; trace id {TraceId}.")]
    private partial void LogStart(string eId, StartResult result, string? traceId);

    [LoggerMessage(EventId = 5033, Message = "A poll for {EId} was answered: {Result}; trace id {TraceId}.")]
    private partial void LogPoll(LogLevel level, string eId, PollResult result, string? traceId);

    [LoggerMessage(5032, LogLevel.Warning, "No usable answer from the {Endpoint} endpoint for {EId}: {Why}.")]
    private partial void LogUnavailable(string endpoint, string eId, string why);
}
