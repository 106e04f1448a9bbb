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

    /// <summary>The steps need nothing of what stands before the pages, so nothing of it runs for them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var voice = routes.MapGroup("/voice");
        voice.ExcludeFromDescription().ShortCircuit();
        routes.ServiceProvider.GetRequiredService<VoiceEndpoints>().MapSteps(voice, routes.ServiceProvider.GetRequiredService<TwilioGate>());
    }

    private void MapSteps(RouteGroupBuilder voice, TwilioGate gate)
    {
        Map("/incoming", steps.IncomingAsync);
        Map("/answered", outbound.AnsweredAsync, outbound.Fault);
        Map("/presented", outbound.PresentedAsync, outbound.Fault);
        Map("/language", steps.LanguageAsync);
        Map("/eid", steps.EIdAsync);
        Map("/national-id", steps.NationalIdAsync);
        Map("/sent", steps.SentAsync);
        Map("/hold", steps.HoldAsync);
        Map("/hold/music", steps.HoldMusicAsync);
        Map("/retry", steps.RetryAsync);
        Map("/outcome", steps.OutcomeAsync);
        Map("/agent-leg", steps.AgentLegAsync, steps.AfterUnknownLeg);
        voice.MapPost("/whisper", gate.Before(WhisperAsync));
        voice.MapPost("/queue-music", gate.Before(context => SayAsync(context, script.QueueMusic())));
        voice.MapPost("/announcement/{id}", gate.Before(AnnounceAsync));
        voice.MapPost("/status", gate.Before(StatusAsync));

        void Map(string path, Func<VoiceWebhook, Line, Task<VoiceResponse>> step, Func<VoiceWebhook, Line, VoiceResponse>? fault = null) =>
            voice.MapPost(path, gate.Before(context => AnswerAsync(context, step, fault)));
    }

    public static Task SayAsync(HttpContext context, VoiceResponse response) => Results.Extensions.TwiML(response).ExecuteAsync(context);

    private async Task AnswerAsync(HttpContext context, Func<VoiceWebhook, Line, Task<VoiceResponse>> step, Func<VoiceWebhook, Line, VoiceResponse>? fault)
    {
        var webhook = VoiceWebhook.From(context.Request);
        VoiceResponse answer;
        if (lines.Find(webhook.Line, webhook.Initiator) is not { } line)
        {
            NotOurs(context.Request.Path, webhook.CallSid);
            answer = NotInService();
        }
        else if (webhook.CallSid.Length == 0)
        {
            answer = script.Apology(line);
        }
        else
        {
            // As InTimeAsync, without its closures: nearly every webhook comes through here.
            using var trace = Trace(context.Request, webhook);
            Task<VoiceResponse>? running = null;
            try
            {
                running = step(webhook, line);
                answer = await running.WaitAsync(AnswerWithin, time);
            }
#pragma warning disable CA1031 // Whatever failed, the caller hears something and goes somewhere.
            catch (Exception e)
            {
                Failed(e, trace, context.Request, webhook);
                answer = fault is null ? Apologise(webhook, line, running) : fault(webhook, line);
            }
#pragma warning restore CA1031
        }

        await SayAsync(context, answer);
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

    private async Task WhisperAsync(HttpContext context)
    {
        var webhook = VoiceWebhook.From(context.Request);
        await SayAsync(context, await InTimeAsync(context.Request, webhook, () => steps.WhisperAsync(webhook), () => steps.WhisperUnknown(webhook)));
    }

    private async Task AnnounceAsync(HttpContext context) => await SayAsync(context, await InTimeAsync(
        context.Request, VoiceWebhook.From(context.Request), () => announcements.AnnounceAsync(context.GetRouteValue("id") as string ?? "", context.RequestAborted), AnnouncementSteps.Nothing));

    private async Task StatusAsync(HttpContext context)
    {
        var request = context.Request;
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
        context.Response.StatusCode = StatusCodes.Status204NoContent;
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
            Failed(e, trace, request, webhook);
            return fault();
        }
#pragma warning restore CA1031
    }

    private void Failed(Exception e, Activity? trace, HttpRequest request, VoiceWebhook webhook)
    {
        trace?.SetStatus(ActivityStatusCode.Error);
        StepFailed(e, request.Path, webhook.CallSid);
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
