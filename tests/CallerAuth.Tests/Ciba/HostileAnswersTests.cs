using CallerAuth.Ciba;
using CallerAuth.Tests.Identity;
using CsCheck;

namespace CallerAuth.Tests.Ciba;

/// <summary>Whatever comes back, the client answers with a result and a sober one.</summary>
public sealed class HostileAnswersTests : IDisposable
{
    private readonly CibaRig _rig = new();

    public static TheoryData<int, string, string> NoAnswers => new()
    {
        { 200, "", "application/json" },
        { 200, "<html><body>Welcome</body></html>", "text/html" },
        { 200, "[]", "application/json" },
        { 200, "\"text\"", "application/json" },
        { 200, """{"auth_req_id":"a","expires_in":120,"inter""", "application/json" },
        { 200, """{"auth_req_id":"a","auth_req_id":"b","expires_in":120}""", "application/json" },
        { 200, """{"auth_req_id":"\ud800","expires_in":120}""", "application/json" },
        { 204, "", "text/plain" },
        { 301, "", "text/plain" },
        { 400, "Bad request", "text/plain" },
        { 401, "", "text/plain" },
        { 403, "<html>firewall</html>", "text/html" },
        { 404, "{}", "application/json" },
        { 405, """{"error":5}""", "application/json" },
        { 429, """{"error":"too_many_requests"}""", "application/json" },
        { 400, """{"error":"server_error"}""", "application/json" },
        { 400, """{"error":"temporarily_unavailable"}""", "application/json" },
        { 500, """{"error":"access_denied"}""", "application/json" },
        { 502, "<html>Bad gateway</html>", "text/html" },
        { 503, "", "text/plain" },
    };

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task What_is_no_answer_is_unavailable(int status, string body, string contentType)
    {
        _rig.Provider.OnStart = FakeProvider.Text(status, body, contentType);
        _rig.Provider.OnPoll.Add(FakeProvider.Text(status, body, contentType));

        Assert.IsType<StartResult.Unavailable>(await _rig.StartSwedishAsync());
        Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync());
        Assert.Single(_rig.Provider.Starts);
        Assert.Single(_rig.Provider.Polls);
    }

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(400, "invalid_scope")]
    [InlineData(400, "expired_login_hint_token")]
    [InlineData(400, "unknown_user_id")]
    [InlineData(400, "unauthorized_client")]
    [InlineData(400, "missing_user_code")]
    [InlineData(400, "invalid_user_code")]
    [InlineData(400, "invalid_binding_message")]
    [InlineData(401, "invalid_client")]
    [InlineData(403, "access_denied")]
    [InlineData(200, "unknown_user_id")]
    public async Task Every_error_of_a_start_is_a_refusal(int status, string error)
    {
        _rig.Provider.OnStart = FakeProvider.Json(status, $$"""{"error":"{{error}}"}""", response => response.Headers.Add("Trace-Id", "trace-1"));

        Assert.Equal(new StartResult.Refused(error, "trace-1"), await _rig.StartSwedishAsync());
        Assert.Contains(_rig.Logs, line => line.Contains("trace-1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"auth_req_id":"a b","expires_in":120}""")]
    [InlineData("""{"auth_req_id":"","expires_in":120}""")]
    [InlineData("""{"auth_req_id":7,"expires_in":120}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":0}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":-1}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":"soon"}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":"NaN"}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":1e999}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":null}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":120,"interval":121}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":120,"interval":1e300}""")]
    public async Task A_start_answer_that_cannot_be_polled_is_a_failed_start(string body)
    {
        _rig.Provider.OnStart = FakeProvider.Json(200, body);

        Assert.IsType<StartResult.Unavailable>(await _rig.StartSwedishAsync());
    }

    [Theory]
    [InlineData("""{"auth_req_id":"a","expires_in":120}""", 120, 5)]
    [InlineData("""{"auth_req_id":"a","expires_in":"120","interval":"3","new_member":{"a":[1]}}""", 120, 3)]
    [InlineData("""{"auth_req_id":"a","expires_in":120,"interval":0}""", 120, 5)]
    [InlineData("""{"auth_req_id":"a","expires_in":120,"interval":-3}""", 120, 5)]
    [InlineData("""{"auth_req_id":"a","expires_in":120,"interval":"often"}""", 120, 5)]
    [InlineData("""{"auth_req_id":"a","expires_in":120,"interval":2.2}""", 120, 3)]
    [InlineData("""{"auth_req_id":"a","expires_in":1e12,"interval":3}""", 3600, 3)]
    public async Task Numbers_are_read_generously(string body, int expiresIn, int interval)
    {
        _rig.Provider.OnStart = FakeProvider.Json(200, body);

        var started = Assert.IsType<StartResult.Started>(await _rig.StartSwedishAsync());

        Assert.Equal((TimeSpan.FromSeconds(expiresIn), TimeSpan.FromSeconds(interval)), (started.ExpiresIn, started.Interval));
        Assert.Null(started.Words);
    }

    [Theory]
    [InlineData("""{"auth_req_id":"a","expires_in":900}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":900,"bindingMessage":""}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":900,"bindingMessage":12345}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":900,"bindingMessage":"<Play>http://evil</Play>"}""")]
    [InlineData("""{"auth_req_id":"a","expires_in":900,"binding_message":"Frekk Julekos"}""")]
    public async Task A_Norwegian_start_without_readable_words_is_a_failed_start(string body)
    {
        _rig.Provider.OnStart = FakeProvider.Json(200, body);

        Assert.Contains("bindingMessage", Assert.IsType<StartResult.Unavailable>(await _rig.StartNorwegianAsync()).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"access_token":"a"}""")]
    [InlineData("""{"id_token":null}""")]
    [InlineData("""{"id_token":["a.b.c"]}""")]
    public async Task A_token_answer_without_an_id_token_proves_nothing(string body)
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Json(200, body));

        Assert.IsType<PollResult.Failed>(await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task A_lost_answer_ends_in_invalid_grant_and_not_in_declined()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Throws(new HttpIOException(HttpRequestError.ResponseEnded)));
        _rig.Provider.OnPoll.Add(FakeProvider.Error("invalid_grant"));

        Assert.IsType<PollResult.Unavailable>(await _rig.PollSwedishAsync());
        Assert.Equal(new PollResult.Failed("invalid_grant"), await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task An_error_that_is_no_plain_word_is_not_repeated()
    {
        _rig.Provider.OnPoll.Add(FakeProvider.Error("196802020575"));

        Assert.Equal(new PollResult.Failed("unrecognised_error"), await _rig.PollSwedishAsync());
    }

    [Fact]
    public async Task A_trace_id_that_is_no_id_is_not_logged()
    {
        _rig.Provider.OnStart = FakeProvider.Json(400, """{"error":"unknown_user_id"}""", response => response.Headers.TryAddWithoutValidation("Trace-Id", "a b c <script>"));

        Assert.Equal(new StartResult.Refused("unknown_user_id", null), await _rig.StartSwedishAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silent_provider_is_unavailable_after_its_time(bool start)
    {
        var asked = new TaskCompletionSource();
        _rig.Provider.OnStart = NeverAsync;
        _rig.Provider.OnPoll.Add(NeverAsync);

        Task<string> result = start ? WhyAsync(_rig.StartSwedishAsync()) : WhyAsync(_rig.PollSwedishAsync());
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        _rig.Clock.Advance(TimeSpan.FromSeconds(start ? 9 : 29));
        Assert.False(result.IsCompleted);
        _rig.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("no answer in time", await result);

        async Task<HttpResponseMessage> NeverAsync(CancellationToken cancellationToken)
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Clock, cancellationToken);
            throw new InvalidOperationException("Forever is over.");
        }

        static async Task<string> WhyAsync<T>(Task<T> task) =>
            await task switch { StartResult.Unavailable unavailable => unavailable.Why, PollResult.Unavailable unavailable => unavailable.Why, var other => $"{other}" };
    }

    [Fact]
    public async Task The_callers_own_cancellation_passes()
    {
        using var hungUp = new CancellationTokenSource();
        _rig.Provider.OnPoll.Add(async cancellationToken =>
        {
            await hungUp.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The token was not passed on.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.PollAsync(_rig.Swedish, The.Swedish(), hungUp.Token));
    }

    [Fact]
    public async Task Our_own_mistakes_are_exceptions_and_send_nothing()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string?[] messages = [null, "", "   ", new string('x', 201), "one\ntwo"];

        foreach (var message in messages)
            await Assert.ThrowsAsync<ArgumentException>(() => _rig.Client.StartAsync(_rig.Swedish, The.Swedish(), CallInitiator.User, message, cancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => _rig.Client.StartAsync(_rig.Swedish, The.Norwegian(), CallInitiator.User, "Hello", cancellationToken));
        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => _rig.Client.StartAsync(_rig.Norwegian, The.Norwegian(), CallInitiator.RelyingParty, null, cancellationToken));

        Assert.DoesNotContain(The.NorwegianDigits, mistake.ToString(), StringComparison.Ordinal);
        Assert.Empty(_rig.Provider.Requests);
    }

    [Fact]
    public async Task No_body_makes_a_poll_throw() =>
        await Gen.Select(Gen.Int[200, 599], Gen.String).SampleAsync(
            async (status, body) =>
            {
                using var rig = new CibaRig();
                rig.Provider.OnPoll.Add(FakeProvider.Text(status, body, "application/json"));
                var result = await rig.PollSwedishAsync();

                Assert.IsNotType<PollResult.Approved>(result);
            },
            iter: 50,
            threads: 1);

    public void Dispose() => _rig.Dispose();
}
