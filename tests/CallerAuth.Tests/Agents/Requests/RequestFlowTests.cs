using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tests.Calls;
using CallerAuth.Verification;
using static CallerAuth.Agents.Requests.RequestState;

namespace CallerAuth.Tests.Agents.Requests;

public class RequestFlowTests
{
    private static readonly DateTimeOffset Later = Some.Now.AddSeconds(2);
    private static readonly Pending Waiting = new("Frekk Julekos", PendingStep.Unknown, Some.Now.AddMinutes(3));
    private static readonly VerificationOutcome Approved = new VerificationOutcome.Verified(Some.Identity.ToIdentity());

    private static readonly RequestState[] Running = [new Starting(), Waiting];
    private static readonly RequestState[] Ends = [new RequestState.Verified(Some.Identity), new RequestState.Unverified(UnverifiedReason.Declined)];

    [Fact]
    public void A_start_brings_the_words_and_the_time_there_is() => Assert.Equal(
        new Pending("Frekk Julekos", PendingStep.Unknown, Later.AddMinutes(2)),
        In(new Starting()).Started(new VerificationStart.Running(WordPair.Parse("Frekk Julekos"), TimeSpan.FromMinutes(2)), Later).State);

    [Fact]
    public void A_start_that_comes_to_nothing_is_unverified()
    {
        Assert.Equal(new RequestState.Unverified(UnverifiedReason.Unavailable), In(new Starting()).Started(new VerificationStart.Unavailable(), Later).State);
        Assert.Equal(new RequestState.Unverified(UnverifiedReason.Error), In(new Starting()).Started(new VerificationStart.Faulty(), Later).State);
    }

    [Fact]
    public void Each_outcome_has_its_reason()
    {
        foreach (var from in Running)
        {
            Assert.IsType<RequestState.Verified>(In(from).Ended(Approved, Later).State);
            Assert.Equal(UnverifiedReason.Declined, ReasonAfter(from, new VerificationOutcome.Declined()));
            Assert.Equal(UnverifiedReason.Expired, ReasonAfter(from, new VerificationOutcome.Expired()));
            Assert.Equal(UnverifiedReason.Mismatch, ReasonAfter(from, new VerificationOutcome.Mismatch()));
            Assert.Equal(UnverifiedReason.Cancelled, ReasonAfter(from, new VerificationOutcome.Cancelled()));
            Assert.Equal(UnverifiedReason.Error, ReasonAfter(from, new VerificationOutcome.Failed("invalid_token")));
        }
    }

    [Fact]
    public void What_has_ended_stays_as_it_ended()
    {
        foreach (var ended in Ends.Select(In))
        {
            Assert.Same(ended, ended.Ended(Approved, Later));
            Assert.Same(ended, ended.Ended(new VerificationOutcome.Declined(), Later));
            Assert.Same(ended, ended.Started(new VerificationStart.Running(null, TimeSpan.FromMinutes(2)), Later));
            Assert.Same(ended, ended.Progressed(PendingStep.Identifying, Later));
            Assert.Same(ended, ended.Cancelled(Later));
            Assert.Same(ended, ended.AsOf(Later.AddDays(1)));
        }
    }

    [Fact]
    public void A_step_counts_once_and_only_while_it_is_pending()
    {
        var stepped = In(Waiting).Progressed(PendingStep.Identifying, Later);

        Assert.Equal(Waiting with { Step = PendingStep.Identifying }, stepped.State);
        Assert.Same(stepped, stepped.Progressed(PendingStep.Identifying, Later));
        var starting = In(new Starting());
        Assert.Same(starting, starting.Progressed(PendingStep.Identifying, Later));
    }

    [Fact]
    public void What_nobody_ends_in_time_is_unverified_by_itself()
    {
        var (starting, waiting) = (In(new Starting()), In(Waiting));

        Assert.Same(starting, starting.AsOf(Some.Now + RequestFlow.StartAtMost - TimeSpan.FromTicks(1)));
        Assert.Equal(new RequestState.Unverified(UnverifiedReason.Error), starting.AsOf(Some.Now + RequestFlow.StartAtMost).State);
        Assert.Same(waiting, waiting.AsOf(Waiting.ExpiresAt + CallRules.Grace - TimeSpan.FromTicks(1)));
        Assert.Equal(new RequestState.Unverified(UnverifiedReason.Expired), waiting.AsOf(Waiting.ExpiresAt + CallRules.Grace).State);
    }

    private static UnverifiedReason ReasonAfter(RequestState from, VerificationOutcome outcome) =>
        Assert.IsType<RequestState.Unverified>(In(from).Ended(outcome, Later).State).Reason;

    private static RequestedVerification In(RequestState state) => new()
    {
        Id = Some.Id,
        Line = Some.CalledNumber,
        EId = "no-bankid",
        Initiator = CallInitiator.User,
        AskedBy = "agent:kari",
        AskedAt = Some.Now,
        Person = "0123456789abcdef",
        State = state,
        ChangedAt = Some.Now,
        Version = 1,
    };
}
