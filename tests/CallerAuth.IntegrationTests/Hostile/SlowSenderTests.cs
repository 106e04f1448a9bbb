using System.Net;

namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>Senders who hold connections open by sending next to nothing are cut off, and nobody else notices.</summary>
[Collection(UnderFire.Name)]
public class SlowSenderTests(ServiceUnderFire service)
{
    private const int SendersOfEachKind = 20;
    private const string Headers = "POST /voice/incoming HTTP/1.1\r\nHost: callers.example\r\n";

    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CutOffWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headers_and_bodies_that_trickle_in_are_cut_off_with_408_while_webhooks_are_answered()
    {
        ServiceUnderFire.Require();
        var before = await service.KeysStoredAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(CutOffWithin);
        var body = $"{Headers}Content-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\nContent-Length: 60000\r\n\r\n";
        var slow = Enumerable.Range(0, SendersOfEachKind)
            .SelectMany(_ => new[] { TrickleAsync(Headers, "X: y\r\n", patience.Token), TrickleAsync(body, "A", patience.Token) })
            .ToList();

        using (var answer = await service.CallInAsync(patience.Token))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var answers = await Task.WhenAll(slow);

        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        Assert.Equal(before + 1, await service.KeysStoredAsync());
    }

    private async Task<string> TrickleAsync(string first, string drop, CancellationToken cancellationToken)
    {
        using var connection = await service.ConnectAsync(cancellationToken);
        var reading = connection.ReadToEndAsync(cancellationToken);
        await connection.TrySendAsync(first, cancellationToken);
        while (!reading.IsCompleted)
        {
            await Task.WhenAny(reading, Task.Delay(Drip, TimeProvider.System, cancellationToken));
            if (!reading.IsCompleted)
                await connection.TrySendAsync(drop, cancellationToken);
        }

        return await reading;
    }
}
