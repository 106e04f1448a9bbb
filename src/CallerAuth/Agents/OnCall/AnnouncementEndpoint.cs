using CallerAuth.Agents.Access;
using CallerAuth.Agents.Api;
using CallerAuth.Agents.Requests;
using CallerAuth.Lines;
using CallerAuth.Verification;

namespace CallerAuth.Agents.OnCall;

/// <summary>The route by which an agent's system has the words spoken to the caller.</summary>
internal sealed class AnnouncementEndpoint(VerificationDesk desk, LineDirectory lines, Announcements announcements, RequestAudit audit)
{
    private static readonly ApiOperation Operation = new(
        "announceVerification",
        "Have the words spoken to the caller",
        "The caller hears from the service what to do in the app, and the word pair by a Norwegian voice where there is one, while they and the agent stay connected. Possible while it is `pending` and the call is in a conference of the service's queues or of Flex; else the agent reads the words.",
        Scope.Write,
        [ApiProblem.NotFound, ApiProblem.NothingToAnnounce]);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost(VerificationEndpoints.Path + "/{id}/announcement", (HttpContext context, string id, AnnouncementEndpoint to) => to.SpeakAsync(context, id))
        .AddEndpointFilter(new AccessFilter(Scope.Write)).WithTags("Verifications").Describe(Operation).Produces(StatusCodes.Status204NoContent);

    private async Task<IResult> SpeakAsync(HttpContext context, string id)
    {
        var actor = context.Features.Get<Actor>() ?? throw new InvalidOperationException("A route without its filter.");
        if (!VerificationId.TryParse(id, out var known) || await desk.FindAsync(known, context.RequestAborted) is not { } verification || !actor.MayActFor(verification.Line, lines))
            return ApiAnswer.Of(ApiProblem.NotFound);
        await audit.AnnounceAskedAsync(verification, actor.By);
        return await announcements.SpeakAsync(verification, CancellationToken.None) switch
        {
            AnnouncementAnswer.Spoken => Results.NoContent(),
            AnnouncementAnswer.NotPending => ApiAnswer.Of(ApiProblem.NothingToAnnounce, "The verification is not waiting for the person: not yet, or not any more."),
            AnnouncementAnswer.NoCall => ApiAnswer.Of(ApiProblem.NothingToAnnounce, "The verification was started without a callSid, so there is nobody to speak to."),
            AnnouncementAnswer.NotInConference => ApiAnswer.Of(ApiProblem.NothingToAnnounce, "The call is in no conference, and outside of one the caller could not be spoken to without parting the two. Read the words to them."),
            _ => ApiAnswer.Of(ApiProblem.Unavailable, "Twilio did not announce it. Read the words to the caller, or try again."),
        };
    }
}
