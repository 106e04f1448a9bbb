using System.Globalization;

namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>Requests that are too big, or that two servers could read in two ways: each is turned down, remembers nothing and leads nowhere.</summary>
[Collection(UnderFire.Name)]
public class MalformedRequestTests(ServiceUnderFire service)
{
    private const string Form = "POST /voice/incoming HTTP/1.1\r\nHost: callers.example\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n";
    private const string Smuggled = "GET /health/live HTTP/1.1\r\nHost: callers.example\r\n\r\n";

    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>RFC 9112 §6.1 and §6.3: where two lengths could be meant, the connection ends with the request.</summary>
    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 0\r\n\r\nabcde")]
    [InlineData("Content-Length: 5, 5\r\n\r\nabcde")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0\n\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n")]
    public async Task A_second_request_hidden_behind_two_lengths_is_never_answered(string framing)
    {
        var answer = await AnswerToAsync(Form + framing + Smuggled);

        Assert.Matches("^HTTP/1.1 (400|403) ", answer);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET http://other.example/health/live HTTP/1.1\r\nHost: callers.example\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n")]
    [InlineData("GET /health/live\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task What_is_not_HTTP_one_is_not_answered_as_if_it_were(string request) =>
        Assert.DoesNotContain("HTTP/1.1 2", await AnswerToAsync(request), StringComparison.Ordinal);

    [Theory]
    [InlineData(414, "GET /{0} HTTP/1.1\r\nHost: a\r\n\r\n", 16_000)]
    [InlineData(431, "GET / HTTP/1.1\r\nHost: a\r\nX: {0}\r\n\r\n", 64_000)]
    [InlineData(431, "GET / HTTP/1.1\r\nHost: a\r\n{1}\r\n", 10_000)]
    public async Task A_bomb_of_headers(int status, string request, int size)
    {
        var answer = await AnswerToAsync(string.Format(CultureInfo.InvariantCulture, request, new string('x', size), string.Concat(Enumerable.Repeat("X: y\r\n", size))));

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused_before_it_is_read()
    {
        var answer = await AnswerToAsync($"{Form}Content-Length: {10 * 1024 * 1024}\r\n\r\nA=");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_in_pieces_is_refused_when_it_is_over_the_limit()
    {
        var piece = $"1000\r\n{new string('x', 4096)}\r\n";

        var answer = await AnswerToAsync($"{Form}Transfer-Encoding: chunked\r\n\r\n2\r\nA=\r\n", string.Concat(Enumerable.Repeat(piece, 2560)));

        Assert.Matches("^(HTTP/1.1 413 .*)?$", answer.Split('\r')[0]);
    }

    [Theory]
    [InlineData(201, 1)]
    [InlineData(10_000, 1)]
    [InlineData(1, 20_000)]
    public async Task A_form_of_too_many_or_too_long_parameters(int count, int length)
    {
        var body = string.Join('&', Enumerable.Range(0, count).Select(i => $"{i}={new string('x', length)}"));

        var answer = await AnswerToAsync($"{Form}Connection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Matches("^HTTP/1.1 (403|413) ", answer);
    }

    /// <summary>Whatever comes back until the service hangs up, which it must; and it must have remembered nothing.</summary>
    private async Task<string> AnswerToAsync(string request, string more = "")
    {
        ServiceUnderFire.Require();
        var before = await service.KeysStoredAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(AnsweredWithin);
        using var connection = await service.ConnectAsync(patience.Token);

        var reading = connection.ReadToEndAsync(patience.Token);
        await connection.TrySendAsync(request, patience.Token);
        if (more.Length > 0)
            await connection.TrySendAsync(more, patience.Token);
        var answer = await reading;

        Assert.Equal(before, await service.KeysStoredAsync());
        return answer;
    }
}
