using System.Diagnostics;
using CallerAuth.Calls;
using CallerAuth.Lines;
using CallerAuth.Tracing;
using Twilio.AspNet.Core;
using Twilio.TwiML;

namespace CallerAuth.Voice;

/// <summary>
/// Plumbing between Twilio and the <see cref="VoiceSteps"/>. Once the signature holds, the answer is always 200 with TwiML and always
/// in time: an error would put the keyed digits into Twilio's debugger, and leave the caller in silence.
/// </summary>
internal sealed partial class VoiceEndpoints(VoiceSteps steps, OutboundSteps outbound, AnnouncementSteps announcements, Errands errands, LineDirectory lines, CallScript script, TimeProvider time, ILogger<VoiceEndpoints> logger)
{
    /// <summary>A caller takes three seconds of silence for a dead line.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2.5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var voice = routes.MapGroup("/voice").AddEndpointFilter<TwilioSignatureFilter>().ExcludeFromDescription();
        voice.MapPost("/incoming", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.IncomingAsync));
        voice.MapPost("/answered", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Outbound.AnsweredAsync, to.Outbound.Fault));
        voice.MapPost("/presented", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Outbound.PresentedAsync, to.Outbound.Fault));
        voice.MapPost("/language", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.LanguageAsync));
        voice.MapPost("/eid", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.EIdAsync));
        voice.MapPost("/national-id", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.NationalIdAsync));
        voice.MapPost("/sent", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.SentAsync));
        voice.MapPost("/hold", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.HoldAsync));
        voice.MapPost("/hold/music", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.HoldMusicAsync));
        voice.MapPost("/retry", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.RetryAsync));
        voice.MapPost("/outcome", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.OutcomeAsync));
        voice.MapPost("/agent-leg", (HttpRequest request, VoiceEndpoints to) => to.AnswerAsync(request, to.Steps.AgentLegAsync, to.Steps.AfterUnknownLeg));
        voice.MapPost("/whisper", (HttpRequest request, VoiceEndpoints to) => to.WhisperAsync(request));
        voice.MapPost("/queue-music", (VoiceEndpoints to) => Results.Extensions.TwiML(to.Script.QueueMusic()));
        voice.MapPost("/announcement/{id}", (HttpRequest request, string id, VoiceEndpoints to) => to.AnnounceAsync(request, id));
        voice.MapPost("/status", (HttpRequest request, VoiceEndpoints to) => to.StatusAsync(request));
    }

    private VoiceSteps Steps => steps;

    private OutboundSteps Outbound => outbound;

    private CallScript Script => script;

    private async Task<IResult> AnswerAsync(
        HttpRequest request, Func<VoiceWebhook, Line, Task<VoiceResponse>> step, Func<VoiceWebhook, Line, VoiceResponse>? fault = null)
    {
        var webhook = VoiceWebhook.From(request);
        if (lines.Find(webhook.Line, webhook.Initiator) is not { } line)
        {
            NotOurs(request.Path, webhook.CallSid);
            return Results.Extensions.TwiML(NotInService());
        }

        if (webhook.CallSid.Length == 0)
            return Results.Extensions.TwiML(script.Apology(line));

        Task<VoiceResponse>? running = null;
        return Results.Extensions.TwiML(await InTimeAsync(
            request, webhook, () => running = step(webhook, line), () => fault is null ? Apologise(webhook, line, running) : fault(webhook, line)));
    }

    // The call learns of it when the store is back, so that a late approval does not take its caller from the agent again.
    private VoiceResponse Apologise(VoiceWebhook webhook, Line line, Task? running)
    {
        errands.TryInsist(async _ =>
        {
            // A step that only took too long may still write.
            await (running?.ContinueWith(_ => { }, TaskScheduler.Default) ?? Task.CompletedTask);
            await steps.ApologisedAsync(webhook);
        });
        return script.Apology(line);
    }

    private async Task<IResult> WhisperAsync(HttpRequest request)
    {
        var webhook = VoiceWebhook.From(request);
        return Results.Extensions.TwiML(await InTimeAsync(request, webhook, () => steps.WhisperAsync(webhook), () => steps.WhisperUnknown(webhook)));
    }

    private async Task<IResult> AnnounceAsync(HttpRequest request, string id) => Results.Extensions.TwiML(await InTimeAsync(
        request, VoiceWebhook.From(request), () => announcements.AnnounceAsync(id, request.HttpContext.RequestAborted), AnnouncementSteps.Nothing));

    private async Task<IResult> StatusAsync(HttpRequest request)
    {
        var webhook = VoiceWebhook.From(request);
        using var trace = Trace(request, webhook);
        try
        {
            await steps.StatusAsync(webhook).WaitAsync(AnswerWithin, time);
        }
#pragma warning disable CA1031 // The call is over; a status that could not be noted costs polls until the expiry and nothing else.
        catch (Exception e)
        {
            StepFailed(e, request.Path, webhook.CallSid);
        }
#pragma warning restore CA1031
        return Results.NoContent();
    }

    public async Task<VoiceResponse> InTimeAsync(HttpRequest request, VoiceWebhook webhook, Func<Task<VoiceResponse>> step, Func<VoiceResponse> fault)
    {
        using var trace = Trace(request, webhook);
        try
        {
            return await step().WaitAsync(AnswerWithin, time);
        }
#pragma warning disable CA1031 // Whatever failed, the caller hears something and goes somewhere.
        catch (Exception e)
        {
            trace?.SetStatus(ActivityStatusCode.Error);
            StepFailed(e, request.Path, webhook.CallSid);
            return fault();
        }
#pragma warning restore CA1031
    }

    /// <summary>An agent's leg is part of the caller's call.</summary>
    private static Activity? Trace(HttpRequest request, VoiceWebhook webhook) =>
        webhook.CallSid.Length == 0 || !SubjectTrace.IsOn ? null : SubjectTrace.Begin(
            $"voice {Step(request)}", ActivityKind.Server, CallWaiter.For(webhook.ParentCallSid.Length > 0 ? webhook.ParentCallSid : webhook.CallSid));

    // By its route: a path may hold an id.
    private static string? Step(HttpRequest request) => (request.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    internal static VoiceResponse NotInService() => new VoiceResponse().Reject();

    [LoggerMessage(4101, LogLevel.Error, "{Path} of call {CallSid} failed; the caller was led on without it")]
    private partial void StepFailed(Exception exception, string path, string callSid);

    [LoggerMessage(4102, LogLevel.Error, "{Path}: call {CallSid} came in on a number that is no line of ours; add it under Lines, or a line \"*\" for any number")]
    private partial void NotOurs(string path, string callSid);
}
