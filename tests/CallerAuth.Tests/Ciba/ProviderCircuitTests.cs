using CallerAuth.Ciba;

namespace CallerAuth.Tests.Ciba;

/// <summary>A provider in trouble is left in peace, and callers are told at once.</summary>
public sealed class ProviderCircuitTests : IDisposable
{
    private const int Enough = 10;
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(5);

    private readonly CibaRig _rig = new();

    [Fact]
    public async Task Of_a_hundred_callers_only_the_first_few_wait_for_a_provider_that_hangs()
    {
        _rig.Provider.OnStart = NeverAsync;
        var first = Enumerable.Range(0, Enough).Select(_ => _rig.StartNorwegianAsync()).ToList();
        Assert.All(first, start => Assert.False(start.IsCompleted));
        _rig.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.All(await Task.WhenAll(first), start => Assert.Equal(new StartResult.Unavailable("no answer in time", null), start));

        var others = Enumerable.Range(0, 90).Select(_ => _rig.StartNorwegianAsync()).ToList();

        Assert.All(others, start => Assert.True(start.IsCompletedSuccessfully));
        Assert.All(await Task.WhenAll(others), start => Assert.Equal(new StartResult.Unavailable("circuit open", Break) { NothingSent = true }, start));
        Assert.Equal(Enough, _rig.Provider.Starts.Count());
    }

    [Fact]
    public async Task When_the_break_is_over_one_finds_out_and_then_all_may_ask()
    {
        await BreakAsync();
        var answer = new TaskCompletionSource();
        _rig.Clock.Advance(Break);
        _rig.Provider.OnPoll[^1] = async cancellationToken =>
        {
            await answer.Task;
            return await FakeProvider.Error("authorization_pending")(cancellationToken);
        };

        var finder = _rig.PollSwedishAsync();
        Assert.Equal(new PollResult.Unavailable("circuit open", TimeSpan.FromSeconds(1)), await _rig.PollSwedishAsync());
        Assert.Equal(new StartResult.Unavailable("circuit open", TimeSpan.FromSeconds(1)) { NothingSent = true }, await _rig.StartSwedishAsync());
        answer.SetResult();

        Assert.IsType<PollResult.Pending>(await finder);
        Assert.IsType<StartResult.Started>(await _rig.StartSwedishAsync());
        Assert.IsType<PollResult.Pending>(await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task Polls_that_are_answered_do_not_hide_that_nobody_can_be_asked()
    {
        _rig.Provider.OnStart = NeverAsync;
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
        for (var i = 0; i < 100; i++)
            await _rig.PollSwedishAsync();
        var first = Enumerable.Range(0, Enough).Select(_ => _rig.StartNorwegianAsync()).ToList();
        _rig.Clock.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(first);

        Assert.Equal(new StartResult.Unavailable("circuit open", Break) { NothingSent = true }, await _rig.StartNorwegianAsync());
        Assert.IsType<PollResult.Pending>(await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task A_poll_is_told_how_long_the_break_lasts()
    {
        await BreakAsync();

        _rig.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(new PollResult.Unavailable("circuit open", TimeSpan.FromSeconds(3)), await _rig.PollSwedishAsync());
        Assert.Equal(Enough, _rig.Provider.Polls.Count());
    }

    [Fact]
    public async Task One_who_finds_that_it_is_not_well_begins_another_break()
    {
        await BreakAsync();
        _rig.Provider.OnPoll[^1] = FakeProvider.Text(503, "", "text/plain");
        _rig.Clock.Advance(Break);

        Assert.Equal(new PollResult.Unavailable("HTTP 503 without a JSON object", null), await _rig.PollSwedishAsync());

        Assert.Equal(new PollResult.Unavailable("circuit open", Break), await _rig.PollSwedishAsync());
        Assert.Equal(Enough + 1, _rig.Provider.Polls.Count());
    }

    [Fact]
    public async Task Each_turn_is_logged_once()
    {
        await BreakAsync();
        for (var i = 0; i < 20; i++)
            await _rig.StartSwedishAsync();
        _rig.Clock.Advance(Break);
        for (var i = 0; i < 20; i++)
            await _rig.PollSwedishAsync();

        Assert.Single(_rig.Logs, line => line.StartsWith("The provider's token endpoint is in trouble; for 00:00:05", StringComparison.Ordinal));
        Assert.Single(_rig.Logs, line => line.StartsWith("One request finds out", StringComparison.Ordinal));
        Assert.Single(_rig.Logs, line => line.StartsWith("The provider's token endpoint is well again", StringComparison.Ordinal));
    }

    public static TheoryData<int, string> Answers => new()
    {
        { 400, """{"error":"authorization_pending"}""" },
        { 400, """{"error":"slow_down"}""" },
        { 429, """{"error":"slow_down"}""" },
        { 400, """{"error":"access_denied"}""" },
        { 400, """{"error":"expired_token"}""" },
        { 401, """{"error":"invalid_client"}""" },
        { 400, """{"error":"invalid_grant"}""" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_the_provider_answers_to_a_question_is_no_trouble(int status, string body)
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Json(status, body));
        _rig.Provider.OnStart = FakeProvider.Json(400, """{"error":"unknown_user_id"}""");

        for (var i = 0; i < 5 * Enough; i++)
        {
            Assert.IsNotType<PollResult.Unavailable>(await _rig.PollSwedishAsync());
            Assert.IsType<StartResult.Refused>(await _rig.StartSwedishAsync());
        }
    }

    public static TheoryData<int, string> Troubles => new()
    {
        { 500, "" },
        { 502, "<html>" },
        { 503, """{"error":"authorization_pending"}""" },
        { 429, "" },
        { 429, """{"error":"too_many_requests"}""" },
        { 400, """{"error":"temporarily_unavailable"}""" },
        { 200, "<html>maintenance" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_is(int status, string body)
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Text(status, body, "text/html", response => response.Headers.Add("Retry-After", "60")));

        for (var i = 0; i < Enough; i++)
            Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync()).RetryAfter);

        Assert.Equal(new PollResult.Unavailable("circuit open", Break), await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task Half_of_the_answers_is_where_trouble_begins()
    {
        for (var i = 0; i < 4 * Enough; i++)
            _rig.Provider.OnPoll.Add(i % 5 < 3 ? FakeProvider.Error("authorization_pending") : FakeProvider.Text(500, "", "text/plain"));
        for (var i = 0; i < 4 * Enough; i++)
            Assert.NotEqual("circuit open", (await _rig.PollSwedishAsync() as PollResult.Unavailable)?.Why);

        _rig.Provider.OnPoll.Add(FakeProvider.Text(500, "", "text/plain"));
        for (var i = 0; i < Enough; i++)
            await _rig.PollSwedishAsync();

        Assert.Equal("circuit open", (await _rig.PollSwedishAsync() as PollResult.Unavailable)?.Why);
    }

    [Fact]
    public async Task Callers_who_hang_up_are_no_trouble()
    {
        _rig.Provider.OnPoll.Add(NeverAsync);
        for (var i = 0; i < 2 * Enough; i++)
        {
            using var hungUp = new CancellationTokenSource();
            var poll = _rig.PollAsync(_rig.Swedish, Identity.The.Swedish(), hungUp.Token);
            await hungUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        }

        Assert.IsType<StartResult.Started>(await _rig.StartNorwegianAsync());
    }

    public void Dispose() => _rig.Dispose();

    private async Task BreakAsync()
    {
        for (var i = 0; i < Enough; i++)
            _rig.Provider.OnPoll.Add(FakeProvider.Text(500, "", "text/plain"));
        for (var i = 0; i < Enough; i++)
            await _rig.PollSwedishAsync();
        _rig.Provider.OnPoll.Add(FakeProvider.Error("authorization_pending"));
    }

    private async Task<HttpResponseMessage> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Clock, cancellationToken);
        throw new InvalidOperationException("Forever is over.");
    }
}
