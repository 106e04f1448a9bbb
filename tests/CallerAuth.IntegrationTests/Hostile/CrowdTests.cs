using System.Diagnostics;
using System.Net;

namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>Many connections that ask for nothing: callers are answered all the same, and memory stays bounded.</summary>
[Collection(UnderFire.Name)]
public class CrowdTests(ServiceUnderFire service, ITestOutputHelper output)
{
    private const int Idle = 2_000;
    private const int Webhooks = 100;
    private const long MemoryGrowthMax = 200L * 1024 * 1024;

    /// <summary>What the service promises to Twilio.</summary>
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(2.5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_thousand_idle_connections_do_not_keep_a_caller_waiting()
    {
        ServiceUnderFire.Require();
        using (await service.CallInAsync(Cancellation))
        {
            // The first webhook compiles; it is not measured.
        }

        var memory = service.Memory;
        var crowd = new List<RawConnection>(Idle);
        var took = new List<TimeSpan>(Webhooks);
        try
        {
            for (var i = 0; i < Idle; i++)
            {
                crowd.Add(await service.ConnectAsync(Cancellation));
                // Every other one has begun to speak.
                if (i % 2 == 0)
                    await crowd[i].TrySendAsync("POST /voice/incoming HTTP/1.1\r\nHost: callers.example\r\n", Cancellation);
            }

            for (var i = 0; i < Webhooks; i++)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await service.CallInAsync(Cancellation);
                took.Add(Stopwatch.GetElapsedTime(started));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
        finally
        {
            crowd.ForEach(connection => connection.Dispose());
        }

        var growth = service.Memory - memory;
        took.Sort();
        output.WriteLine($"{Webhooks} webhooks beside {Idle} idle connections: median {took[Webhooks / 2].TotalMilliseconds:F1} ms, 99th of 100 {took[98].TotalMilliseconds:F1} ms; memory grew by {growth / 1024 / 1024} MB");
        Assert.True(took[^1] < AnsweredWithin, $"A caller waited {took[^1]}.");
        Assert.True(growth < MemoryGrowthMax, $"Memory grew by {growth} bytes.");
    }

    [Fact]
    public async Task Connections_over_the_bound_are_closed_at_once_and_those_within_it_go_on()
    {
        ServiceUnderFire.Require();
        const int bound = 10;
        await using var small = await ServiceUnderFire.StartAsync(("Server:MaxConnections", $"{bound}"));
        // Takes the first place, and keeps it.
        using (var before = await small.CallInAsync(Cancellation))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        var crowd = new List<RawConnection>();
        try
        {
            for (var i = 1; i < bound; i++)
                crowd.Add(await small.ConnectAsync(Cancellation));

            using var over = await small.ConnectAsync(Cancellation);
            await over.TrySendAsync("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n", Cancellation);

            Assert.Equal("", await over.ReadToEndAsync(Cancellation));
            using var within = await small.CallInAsync(Cancellation);
            Assert.Equal(HttpStatusCode.OK, within.StatusCode);
        }
        finally
        {
            crowd.ForEach(connection => connection.Dispose());
        }
    }
}
