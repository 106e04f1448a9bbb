using CallerAuth.Agents.Access;
using CallerAuth.Agents.Requests;
using CallerAuth.Ciba;

namespace CallerAuth.Agents.Api;

/// <summary>Writes a requested verification as the API shows it to somebody.</summary>
internal sealed class VerificationBodies(RequestVerdict verdict)
{
    public VerificationBody Of(RequestedVerification request, Actor to)
    {
        var pending = request.State as RequestState.Pending;
        var ended = verdict.Of(request);
        return new VerificationBody
        {
            Id = request.Id.Value,
            Status = WordFor(request.State),
            Reason = ended?["reason"],
            Line = request.Line,
            Eid = request.EId,
            CallInitiator = request.Initiator == CallInitiator.User ? "user" : "RP",
            CallSid = request.CallSid,
            TaskSid = request.TaskSid,
            // With them a stranger could have somebody approve what is not theirs, so they are for who could have asked.
            Words = to.May(Scope.Write) ? pending?.Words : null,
            Step = WordFor(pending?.Step),
            AskedBy = request.AskedBy,
            AskedAt = request.AskedAt,
            ExpiresAt = pending?.ExpiresAt,
            Version = request.Version,
            CallerVerification = ended?.Members.ToDictionary(StringComparer.Ordinal),
        };
    }

    private static string WordFor(RequestState state) => state switch
    {
        RequestState.Starting => "starting",
        RequestState.Pending => "pending",
        RequestState.Verified => "verified",
        _ => "unverified",
    };

    private static string? WordFor(PendingStep? step) => step switch
    {
        PendingStep.NotOpened => "not_opened",
        PendingStep.AskedWhetherExpected => "asked_about_call",
        PendingStep.Identifying => "identifying",
        _ => null,
    };
}
