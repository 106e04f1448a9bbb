using CallerAuth.Ciba;
using CallerAuth.Tests.Identity;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Ciba;

/// <summary>The library's face: what an app of its own gets from <c>AddCiba</c>.</summary>
public sealed class CibaAuthenticatorTests : IDisposable
{
    private readonly CibaRig _rig = new();
    private readonly CibaAuthenticator _authenticator;

    public CibaAuthenticatorTests() => _authenticator = new CibaAuthenticator(_rig.Client, _rig.EIds, The.Hasher, new JumpingClock(_rig.Clock), () => 0);

    [Fact]
    public async Task A_person_who_approves_is_verified()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        _rig.Provider.OnPoll.Add(cancellationToken => FakeProvider.Token(TestToken.Norwegian(_rig.Clock.GetUtcNow()).Sign())(cancellationToken));

        var asked = await AskAsync();
        Assert.Equal("Frekk Julekos", asked.Words);
        var end = await WaitAsync(asked);

        Assert.Equal("no-bankid", Assert.IsType<AuthenticationEnd.Verified>(end).Identity.EId);
    }

    [Fact]
    public async Task A_token_about_somebody_else_verifies_nobody()
    {
        _rig.Provider.OnPoll.Add(cancellationToken => FakeProvider.Token(TestToken.Norwegian(_rig.Clock.GetUtcNow()).With(token => token.Claims["socialno"] = "15021951940").Sign())(cancellationToken));

        Assert.IsType<AuthenticationEnd.Mismatch>(await WaitAsync(await AskAsync()));
    }

    [Fact]
    public async Task A_person_who_declines_is_not_asked_again()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("access_denied"));

        Assert.IsType<AuthenticationEnd.Declined>(await WaitAsync(await AskAsync()));
        Assert.Single(_rig.Provider.Starts);
        Assert.Single(_rig.Provider.Polls);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_provider_does()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        var asked = await AskAsync();

        Assert.IsType<AuthenticationEnd.Expired>(await WaitAsync(asked));
        Assert.True(_rig.Clock.GetUtcNow() >= asked.ExpiresAt);
    }

    [Fact]
    public async Task A_provider_that_says_slow_down_is_asked_five_seconds_later_from_then_on()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("slow_down"));
        _rig.Provider.OnPoll.Add(FakeProvider.Error("access_denied"));
        var began = _rig.Clock.GetUtcNow();

        await WaitAsync(await AskAsync());

        Assert.Equal(TimeSpan.FromSeconds(3 + 8), _rig.Clock.GetUtcNow() - began);
    }

    [Fact]
    public async Task A_number_that_cannot_exist_is_not_sent()
    {
        Assert.IsType<AuthenticationStart.NotANationalId>(await _authenticator.StartAsync("no-bankid", "12345678901", CallInitiator.User, null, TestContext.Current.CancellationToken));
        Assert.Empty(_rig.Provider.Starts);
    }

    [Fact]
    public async Task An_eID_that_nobody_knows_is_a_mistake_of_the_app()
    {
        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => _authenticator.StartAsync("mitid", The.NorwegianDigits, CallInitiator.User, null, TestContext.Current.CancellationToken));

        Assert.Contains("no-bankid", mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(The.NorwegianDigits, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_refuses_or_is_away_is_told_apart()
    {
        _rig.Provider.OnStart = FakeProvider.Error("unknown_user_id");
        Assert.Equal("unknown_user_id", Assert.IsType<AuthenticationStart.Refused>(await StartAsync()).Error);

        _rig.Provider.OnStart = FakeProvider.Throws(new HttpRequestException("no route"));
        Assert.IsType<AuthenticationStart.Unavailable>(await StartAsync());
    }

    [Fact]
    public async Task It_does_not_print_the_words() => Assert.DoesNotContain("Julekos", (await AskAsync()).ToString(), StringComparison.Ordinal);

    public void Dispose() => _rig.Dispose();

    private Task<AuthenticationStart> StartAsync() =>
        _authenticator.StartAsync("no-bankid", The.NorwegianDigits, CallInitiator.User, bindingMessage: null, TestContext.Current.CancellationToken);

    private Task<AuthenticationEnd> WaitAsync(AuthenticationStart.Asked asked) => _authenticator.WaitAsync(asked, TestContext.Current.CancellationToken);

    private async Task<AuthenticationStart.Asked> AskAsync() => Assert.IsType<AuthenticationStart.Asked>(await StartAsync());

    /// <summary>Who waits by this clock does not wait: it jumps to the end of every wait.</summary>
    private sealed class JumpingClock(FakeTimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            clock.Advance(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
