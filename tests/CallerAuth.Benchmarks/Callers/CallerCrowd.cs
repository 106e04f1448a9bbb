using System.Diagnostics;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Callers;

/// <summary>Many callers at once, each of them one of the invented people; what Twilio would post for them is posted by so many hands.</summary>
internal sealed class CallerCrowd(HttpClient http, Uri service)
{
    private const int Hands = 16;

    /// <summary>Each rings, and is greeted and asked for their number.</summary>
    public Task RingAsync(int first, int count, CancellationToken cancellationToken) =>
        ForEachAsync(first, count, caller => SignedWebhook.Make(service, "/voice/incoming", caller), cancellationToken);

    /// <summary>Each keys their number, and waits for the app from then on.</summary>
    public Task KeyNumbersAsync(int first, int count, CancellationToken cancellationToken) =>
        ForEachAsync(first, count, caller => SignedWebhook.Make(service, "/voice/national-id", caller, TestPerson.NumberOf(caller)), cancellationToken);

    /// <returns>Milliseconds until the caller could have heard something.</returns>
    public async Task<double> RingAsync(int caller, CancellationToken cancellationToken)
    {
        using var request = SignedWebhook.Make(service, "/voice/incoming", caller);
        var posted = Stopwatch.GetTimestamp();
        await SendAsync(request, cancellationToken);
        return Stopwatch.GetElapsedTime(posted).TotalMilliseconds;
    }

    private Task ForEachAsync(int first, int count, Func<int, HttpRequestMessage> make, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(first, count),
        new ParallelOptions { MaxDegreeOfParallelism = Hands, CancellationToken = cancellationToken },
        async (caller, stopped) =>
        {
            using var request = make(caller);
            await SendAsync(request, stopped);
        });

    private async Task SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var answer = await http.SendAsync(request, cancellationToken);
        var document = await answer.Content.ReadAsStringAsync(cancellationToken);
        // A goodbye is TwiML too, and would be measured as if it were a call.
        if (!answer.IsSuccessStatusCode || document.Contains("<Hangup", StringComparison.Ordinal))
            throw new InvalidOperationException($"{request.RequestUri!.AbsolutePath} was answered {(int)answer.StatusCode}: {document}");
    }
}
