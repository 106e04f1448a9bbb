using CallerAuth.Calls;
using CallerAuth.Lines;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Twilio.AspNet.Core;

namespace CallerAuth.Voice;

internal static class VoiceSetup
{
    /// <summary>The name under which Twilio's REST client asks for its <see cref="HttpClient"/>.</summary>
    private const string TwilioHttpClient = "Twilio";

    /// <summary>Whoever has less time than Twilio asks for has gone on before.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddVoice(this IServiceCollection services)
    {
        services.AddOptions<TwilioOptions>().BindConfiguration(TwilioOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TwilioOptions>, TwilioOptionsValidator>();
        services.AddSingleton<IValidateOptions<LinesOptions>, SpokenLinesValidator>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<TwilioGate>();
        services.AddSingleton<Prompts>();
        services.AddSingleton<Speech>();
        services.AddSingleton<LineBindingMessage>(provider =>
        {
            var speech = provider.GetRequiredService<Speech>();
            return (line, initiator) => speech.Text(line.Options, line.Language, CallScript.BindingMessage(initiator));
        });
        services.AddSingleton<CallScript>();
        services.AddSingleton<VoiceSteps>();
        services.AddSingleton<OutboundSteps>();
        services.AddSingleton<AnnouncementSteps>();
        services.AddSingleton<VoiceEndpoints>();
        services.AddSingleton<FirstCall>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstCall>());
        services.AddSingleton<AgentScript>();
        services.AddSingleton<AgentQueueSteps>();
        services.AddSingleton<Summons>();
        services.AddSingleton<PartingSteps>();
        services.AddSingleton<QueueEndpoints>();
        services.AddTwilioRest();
        services.AddSingleton<TwilioAccount>();
        services.AddSingleton<NumberPlan>();
        services.AddHttpClient(NgrokTunnel.HttpClientName).RemoveAllLoggers();
        services.AddSingleton<NgrokTunnel>();
        services.AddSingleton<TwilioConnectCommand>();
        return services;
    }

    public static void MapVoice(this IEndpointRouteBuilder routes)
    {
        VoiceEndpoints.Map(routes);
        QueueEndpoints.Map(routes);
    }

    private static void AddTwilioRest(this IServiceCollection services)
    {
        services.AddTwilioClient();
        services.AddTransient<TwilioApiAddress>();
        var client = services.AddHttpClient(TwilioHttpClient).AddHttpMessageHandler<TwilioApiAddress>();
        client.AddResilienceHandler("twilio", pipeline => pipeline
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                Name = "not_processed",
                MaxRetryAttempts = 3,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(250),
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(WasNotProcessed(arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(PauseAskedFor(arguments.Outcome)),
            })
            .AddTimeout(TimeSpan.FromSeconds(5)));
    }

    // RFC 9110 §10.2.3. Without it, the delay grows by itself.
    private static TimeSpan? PauseAskedFor(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result?.Headers.RetryAfter?.Delta is { } pause ? pause < LongestPause ? pause : LongestPause : null;

    // Twilio: a request over the limit is never processed, so it is safe to send again; so is one that never arrived.
    // Anything else may have been done already.
    private static bool WasNotProcessed(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { StatusCode: System.Net.HttpStatusCode.TooManyRequests }
        || outcome.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
}
