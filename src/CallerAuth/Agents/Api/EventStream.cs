using System.Globalization;
using System.Text;
using CallerAuth.Agents.Access;
using CallerAuth.Agents.Requests;

namespace CallerAuth.Agents.Api;

/// <summary>
/// A verification as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): <c>progress</c> for each
/// change, then one <c>outcome</c>. Comments between them keep proxies from closing the connection, which the framework's own result cannot send.
/// </summary>
internal sealed class EventStream(IAsyncEnumerable<RequestedVerification> changes, long seen, VerificationBodies bodies, Actor to, TimeProvider time, CancellationToken stopping) : IResult
{
    /// <summary>Proxies close what is silent for a minute; some, for half of one.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        // nginx would collect events until there are enough.
        response.Headers["X-Accel-Buffering"] = "no";
        // An ending instance sends its followers to another one, which is what the client's reconnecting is for.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await WriteAsync(response, "retry: 1000\n\n", either.Token);
            await FollowAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
        }
    }

    private async Task FollowAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var change = changes.GetAsyncEnumerator(leaving.Token);
        var next = change.MoveNextAsync().AsTask();
        try
        {
            for (; await IsThereAsync(next, response, cancellationToken); next = change.MoveNextAsync().AsTask())
            {
                if (change.Current.Version > seen)
                    await WriteAsync(response, EventOf(change.Current), cancellationToken);
            }
        }
        finally
        {
            // An iterator that still looks for its next one cannot be disposed of.
            await leaving.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsThereAsync(Task<bool> next, HttpResponse response, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var beat = Task.Delay(Heartbeat, time, pause.Token);
            if (await Task.WhenAny(next, beat) == next)
            {
                await pause.CancelAsync();
                return await next;
            }

            await beat;
            await WriteAsync(response, ": still here\n\n", cancellationToken);
        }
    }

    private string EventOf(RequestedVerification request) => string.Create(
        CultureInfo.InvariantCulture,
        $"id: {request.Version}\nevent: {(request.HasEnded ? "outcome" : "progress")}\ndata: {Encoding.UTF8.GetString(ApiJson.Write(bodies.Of(request, to)))}\n\n");

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
