using System.Runtime.CompilerServices;
using CallerAuth.Agents.Access;
using CallerAuth.Agents.Api;
using CallerAuth.Agents.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Agents.Api;

/// <summary>A stream of events whose reader is gone lets go of what it follows, in order.</summary>
public class EventStreamTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_who_leaves_ends_the_following_before_it_is_disposed_of()
    {
        using var aborted = new CancellationTokenSource();
        var streaming = Stream().ExecuteAsync(new DefaultHttpContext { RequestAborted = aborted.Token });

        await aborted.CancelAsync();
        await LetGoAsync(streaming);

        await streaming.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_connection_that_takes_nothing_more_ends_the_following_too()
    {
        var context = new DefaultHttpContext();
        context.Response.Body = new Closed(afterWrites: 1);
        var streaming = Stream().ExecuteAsync(context);

        // The heartbeat is what finds out.
        _time.Advance(TimeSpan.FromSeconds(15));
        await LetGoAsync(streaming);

        await Assert.ThrowsAsync<IOException>(() => streaming.WaitAsync(Cancellation));
    }

    private async Task LetGoAsync(Task streaming)
    {
        await Task.WhenAny(_isLeft.Task, streaming).WaitAsync(Cancellation);
        // Whoever does not wait for it has gone wrong by then.
        for (var turns = 0; turns < 1000; turns++)
            await Task.Yield();
        _letGo.SetResult();
    }

    private EventStream Stream() => new(
        FollowAsync(Cancellation), 0, new VerificationBodies(new RequestVerdict(null!)), new Actor("system:crm", new HashSet<string>(), null), _time, CancellationToken.None);

    // As a look at the store that has begun: it ends a little later than it is asked to.
    private async IAsyncEnumerable<RequestedVerification> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var left = cancellationToken.Register(_isLeft.SetResult);
        await _letGo.Task;
        yield break;
    }

    private sealed class Closed(int afterWrites) : MemoryStream
    {
        private int _writes;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _writes++ < afterWrites ? ValueTask.CompletedTask : throw new IOException("Nobody is there.");
    }
}
