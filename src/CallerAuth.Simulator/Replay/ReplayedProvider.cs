using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Provider;

namespace CallerAuth.Simulator.Replay;

/// <summary>The provider of a call that is played again: it says nothing until the recording says that it did, and then the same.</summary>
internal sealed class ReplayedProvider
{
    private readonly OpenIdProvider _provider;
    private TaskCompletionSource<Fault?> _start = NewGate<Fault?>();
    private TaskCompletionSource _poll = NewGate();

    public ReplayedProvider(OpenIdProvider provider)
    {
        _provider = provider;
        provider.Faults.Start.Dice = () => new Held(_start.Task);
        provider.Faults.Token.Dice = () => new Held(_poll.Task.ContinueWith(_ => (Fault?)null, TaskScheduler.Default));
    }

    /// <summary>Says what led to an event of the recording.</summary>
    /// <exception cref="InvalidDataException">Nothing that a provider says led to it.</exception>
    public void Say(string happened, string detail)
    {
        switch (happened, detail)
        {
            case ("VerificationStarted", _):
                _start.TrySetResult(null);
                break;
            case ("VerificationNotStarted", "Unavailable"):
                _start.TrySetResult(new Fault.Abort());
                break;
            case ("VerificationNotStarted", "Error"):
                _start.TrySetResult(Fault.Answer.OAuthError(StatusCodes.Status401Unauthorized, "invalid_client"));
                break;
            case ("Progressed", var step):
                Answer(step switch
                {
                    "AskedWhetherExpected" => OrderStatus.AwaitingAcknowledgement,
                    "Identifying" => OrderStatus.AwaitingIdentification,
                    _ => OrderStatus.AwaitingFirstInteraction,
                });
                break;
            case ("Approved", _):
                Answer(OrderStatus.Approved);
                break;
            case ("AttemptFailed", "Declined"):
                Answer(OrderStatus.Declined);
                break;
            case ("AttemptFailed", "Expired"):
                Answer(OrderStatus.Expired);
                break;
            case ("AttemptFailed", "Mismatch"):
                _provider.Faults.WrongPerson = Scenarios.People.Norwegian(990);
                Answer(OrderStatus.Approved);
                break;
            case ("AttemptFailed", "Error"):
                _provider.Faults.SignedByStranger = true;
                Answer(OrderStatus.Approved);
                break;
            default:
                throw new InvalidDataException($"“{happened}” came of a clock or of a fault of ours, and cannot be played again.");
        }
    }

    /// <summary>It has been heard; the provider is silent again.</summary>
    public void WasHeard()
    {
        _start = NewGate<Fault?>();
        _poll = NewGate();
        _provider.Faults.WrongPerson = null;
        _provider.Faults.SignedByStranger = false;
    }

    private void Answer(OrderStatus status)
    {
        _provider.Orders.MaxBy(order => order.ExpiresAt)?.MoveTo(status);
        _poll.TrySetResult();
    }

    private static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewGate<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers when it may, rightly or with what goes wrong then.</summary>
    private sealed record Held(Task<Fault?> Until) : Fault
    {
        public override async Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken) =>
            await Until.WaitAsync(cancellationToken) is { } fault && await fault.PlayAsync(context, time, cancellationToken);
    }
}
