using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Verification;

namespace CallerAuth.Agents.Board;

/// <summary>
/// What an agent may see of a call: where the caller stands, and who they proved to be. Name and birth date are there only when the
/// call is verified and its line hands them on; the national ID never is.
/// </summary>
internal sealed record CallCard
{
    public required string CallSid { get; init; }

    /// <summary>The number that was called.</summary>
    public required string Line { get; init; }

    /// <summary>The key of the line under Lines: its number, or "*".</summary>
    public string LineKey { get; init; } = "";

    /// <summary>The company's name on that line.</summary>
    public required string LineName { get; init; }

    /// <summary>Who placed the call, which decides the eIDs that can be asked for.</summary>
    public CallInitiator Initiator { get; init; }

    public required CardStatus Status { get; init; }

    public required CardStage Stage { get; init; }

    /// <summary>When the caller came to where they stand.</summary>
    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Rang { get; init; }

    public UnverifiedReason? Reason { get; init; }

    /// <summary>What the eID is called, and the country where its name is that of another.</summary>
    public string? EId { get; init; }

    public AssuranceLevel Level { get; init; }

    public DateTimeOffset? AuthenticatedAt { get; init; }

    public string? Name { get; init; }

    public DateOnly? BirthDate { get; init; }

    public required IReadOnlyList<StoryStep> Story { get; init; }

    /// <summary>Where the call was led to: a softphone's identity, a number or a queue; null before that.</summary>
    public string? LedTo { get; init; }

    /// <summary>It rings, or talks, at one agent's softphone.</summary>
    public bool IsAtSoftphone { get; init; }

    /// <summary>Many agents may be where it was led to: a queue, a number, a PBX.</summary>
    public bool IsForMany { get; init; }

    /// <summary>What an agent or a system asked about the caller last, in this call; it counts for more than what came before it.</summary>
    public VerificationId? Asked { get; init; }

    /// <summary>Another one for each thing that changed.</summary>
    public (long Call, long Request) Version { get; init; }

    /// <returns>Null when the call is over: an ended call is nobody's business any more.</returns>
    public static CallCard? Of(Call call, Line line)
    {
        if (call.State is CallState.Ended)
            return null;
        var story = call.Story ?? [];
        var eid = line.Find((call.State as CallState.Verified)?.Identity.EId ?? call.EId);
        var card = new CallCard
        {
            CallSid = call.CallSid,
            Line = call.To,
            LineName = line.Options.Name,
            Initiator = call.Initiator,
            Status = StatusOf(call.State),
            Stage = StageOf(call.State),
            Since = SinceOf(story),
            Rang = story.Count > 0 ? story[0].At : null,
            EId = NameOf(eid),
            Story = story,
            Version = (call.Version, 0),
        };
        return call.State switch
        {
            CallState.Verified verified => card.Proven(verified.Identity, line).Led(verified.Handoff.Leg == 0 ? line.Options.WhenVerified : line.Options.WhenUnverified, verified.Handoff),
            CallState.Unverified unverified => (card with { Reason = unverified.Reason }).Led(line.Options.WhenUnverified, unverified.Handoff),
            CallState.OfferingRetry offering => card with { Reason = offering.Reason },
            _ => card,
        };
    }

    /// <summary>The card after an agent or a system asked about the caller. A failed answer takes an earlier yes away: in doubt, unverified.</summary>
    public CallCard With(RequestedVerification asked, Line line)
    {
        var card = Nobody() with { Asked = asked.Id, Since = asked.ChangedAt, EId = NameOf(line.Find(asked.EId)), Story = [.. Story, .. StoryOf(asked)], Version = (Version.Call, asked.Version) };
        return asked.State switch
        {
            RequestState.Verified verified => card.Proven(verified.Identity, line) with { Status = CardStatus.Verified },
            RequestState.Unverified unverified => card with { Status = CardStatus.Unverified, Reason = unverified.Reason },
            _ => card with { Status = CardStatus.Verifying, Stage = CardStage.AskedByAgent },
        };
    }

    /// <summary>The card where it is known that somebody asked about the caller and not what came of it.</summary>
    public CallCard WithLostAsking() => Nobody() with { Status = CardStatus.Unverified, Reason = UnverifiedReason.Error, Version = (Version.Call, -1) };

    /// <summary>Without the person.</summary>
    public override string ToString() => $"CallCard({CallSid}, {Status})";

    public static AssuranceLevel LevelOf(string acr) =>
        acr.EndsWith(":high", StringComparison.Ordinal) ? AssuranceLevel.High
        : acr.EndsWith(":substantial", StringComparison.Ordinal) ? AssuranceLevel.Substantial
        : AssuranceLevel.Unstated;

    private static string? NameOf(EId? eid) => eid is null ? null : $"{eid.SpokenName} ({(eid.NationalIdKind == NationalIdKind.Personnummer ? "SE" : "NO")})";

    private static IEnumerable<StoryStep> StoryOf(RequestedVerification asked)
    {
        yield return new StoryStep(StoryStep.Kind.AgentAsked, asked.AskedAt);
        if (asked.State is RequestState.Verified)
            yield return new StoryStep(StoryStep.Kind.Approved, asked.ChangedAt);
        if (asked.State is RequestState.Unverified unverified)
            yield return new StoryStep(StoryStep.Kind.AttemptFailed, asked.ChangedAt, unverified.Reason);
    }

    private CallCard Nobody() => this with { Reason = null, Level = default, AuthenticatedAt = null, Name = null, BirthDate = null };

    private CallCard Led(Destination to, Handoff handoff) => this with
    {
        LedTo = AddressOf(to),
        IsAtSoftphone = to.Kind == DestinationKind.Client && handoff.Told,
        IsForMany = to.Kind is not (DestinationKind.Client or DestinationKind.Hangup),
    };

    private CallCard Proven(StoredIdentity identity, Line line) => this with
    {
        Level = LevelOf(identity.Acr),
        AuthenticatedAt = identity.AuthenticatedAt,
        Name = PersonOnLine.NameOf(identity, line),
        BirthDate = PersonOnLine.BirthDateOf(identity, line),
    };

    // When the caller came to this status, not to every step since: a verdict is as old as the approval.
    private static DateTimeOffset? SinceOf(IReadOnlyList<StoryStep> story)
    {
        var counts = story.LastOrDefault(step => step.What is not (StoryStep.Kind.AnswerMissed or StoryStep.Kind.HandedOver or StoryStep.Kind.AgentDidNotAnswer));
        return counts?.At;
    }

    // The outcome is what counts: a call that is on its way to an agent is what the agent will be told.
    private static CardStatus StatusOf(CallState state) => state switch
    {
        CallState.Verified => CardStatus.Verified,
        CallState.Unverified => CardStatus.Unverified,
        CallState.StartingVerification or CallState.AwaitingApproval => CardStatus.Verifying,
        _ => CardStatus.NotYet,
    };

    private static CardStage StageOf(CallState state) => state switch
    {
        CallState.Ringing => CardStage.Ringing,
        CallState.Presenting => CardStage.Presenting,
        CallState.ChoosingLanguage or CallState.ChoosingEId => CardStage.Greeting,
        CallState.CollectingNationalId => CardStage.Keying,
        CallState.StartingVerification => CardStage.Starting,
        CallState.AwaitingApproval { Step: PendingStep.AskedWhetherExpected } => CardStage.ConfirmingCall,
        CallState.AwaitingApproval { Step: PendingStep.Identifying } => CardStage.Identifying,
        CallState.AwaitingApproval => CardStage.WaitingForApp,
        CallState.OfferingRetry => CardStage.OfferedRetry,
        _ => CardStage.OnTheWay,
    };

    private static string? AddressOf(Destination to) => to.Kind switch
    {
        DestinationKind.Client => to.Identity,
        DestinationKind.Number => to.Number,
        DestinationKind.Queue => to.Name,
        DestinationKind.Sip => to.Uri,
        _ => null,
    };
}
