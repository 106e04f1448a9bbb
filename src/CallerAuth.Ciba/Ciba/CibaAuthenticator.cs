using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>One loop for each authentication, in memory: right for tens of them in one process. The service's engine is for thousands on several machines.</summary>
internal sealed class CibaAuthenticator(CibaClient client, EIdCatalogue eids, NationalIdHasher hasher, TimeProvider timeProvider, Dice dice) : ICibaAuthenticator
{
    private static readonly NationalIdRules Any = new() { AllowSynthetic = true };

    public async Task<AuthenticationStart> StartAsync(string eid, string nationalId, CallInitiator initiator, string? bindingMessage, CancellationToken cancellationToken)
    {
        if (!eids.TryGet(eid, out var asked))
            throw new ArgumentException($"No eID is called {eid}; there are {string.Join(", ", eids.All.Select(one => one.Name))}.", nameof(eid));

        var today = DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime);
        if (!NationalId.TryParse(nationalId, asked.NationalIdKind, Any, today, out var person, out _))
            return new AuthenticationStart.NotANationalId();

        // In ping mode a notification is taken and left alone: the loop's own poll is soon enough.
        var result = await client.StartAsync(asked, person, initiator, bindingMessage, verificationId: Guid.NewGuid().ToString("N"), cancellationToken);
        return result switch
        {
            StartResult.Started started => new AuthenticationStart.Asked(
                asked, new Claimant(asked.Name, hasher.Hash(person), hasher.HashBirthDate(person)), started, timeProvider.GetUtcNow() + started.ExpiresIn),
            StartResult.Refused refused => new AuthenticationStart.Refused(refused.Error),
            StartResult.Unavailable unavailable => new AuthenticationStart.Unavailable(unavailable.Why),
            _ => throw new InvalidOperationException(),
        };
    }

    public async Task<AuthenticationEnd> WaitAsync(AuthenticationStart.Asked asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var (interval, delay, failures) = (asked.Started.Interval, asked.Started.Interval, 0);
        while (true)
        {
            if (timeProvider.GetUtcNow() + delay >= asked.ExpiresAt)
            {
                await Task.Delay(TimeSpan.Max(asked.ExpiresAt - timeProvider.GetUtcNow(), TimeSpan.Zero), timeProvider, cancellationToken);
                return new AuthenticationEnd.Expired();
            }

            await Task.Delay(delay, timeProvider, cancellationToken);

            // Not cancelled once sent: tokens whose answer is lost cannot be had again.
            var result = await client.PollAsync(asked.EId, asked.Started.AuthReqId, () => asked.Claimant, CancellationToken.None);
            if (EndOf(result) is { } end)
                return end;

            interval = PollPace.IntervalAfter(interval, result);
            failures = PollPace.FailuresAfter(failures, result);
            delay = PollPace.DelayAfter(result, interval, failures, dice());
        }
    }

    private static AuthenticationEnd? EndOf(PollResult result) => result switch
    {
        PollResult.Approved approved => new AuthenticationEnd.Verified(approved.Identity),
        PollResult.Declined => new AuthenticationEnd.Declined(),
        PollResult.Expired => new AuthenticationEnd.Expired(),
        PollResult.Mismatch => new AuthenticationEnd.Mismatch(),
        PollResult.Failed failed => new AuthenticationEnd.Failed(failed.Error),
        _ => null,
    };
}
