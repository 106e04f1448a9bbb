using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CallerAuth.Benchmarks.Provider;

/// <summary>
/// An OpenID provider that does as little as it can, because it shares the machine with what is measured: every poll is answered with
/// <c>authorization_pending</c>, or with tokens when its time has come. Client authentication is not checked.
/// </summary>
internal sealed class TokenEndpoint(ProviderSettings settings, ArrivalBook book)
{
    private static readonly byte[] Pending = """{"error":"authorization_pending","error_description":"The authorization is still pending."}"""u8.ToArray();

    private readonly TokenIssuer _tokens = new();
    private readonly int[] _polls = new int[settings.Items];
    private readonly Dictionary<int, long> _approved = [];

    /// <summary>Microseconds of the machine's steady clock, which all processes share.</summary>
    public static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    /// <summary>When the tokens of each item went out.</summary>
    public IReadOnlyDictionary<int, long> Approved
    {
        get
        {
            lock (_approved)
                return new Dictionary<int, long>(_approved);
        }
    }

    public Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/token" => PollAsync(context),
        "/bc-authorize" => StartAsync(context),
        "/jwks" => context.Response.WriteAsJsonAsync(_tokens.KeySet),
        _ => context.Response.WriteAsJsonAsync(Metadata(context)),
    };

    private async Task PollAsync(HttpContext context)
    {
        var item = await ItemAsync(context.Request.BodyReader);
        if (item < 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        book.Arrive(item, (byte)InstanceOf(context), HttpProtocol.IsHttp2(context.Request.Protocol), Now);
        try
        {
            if (settings.Latency > TimeSpan.Zero)
                await Task.Delay(settings.Latency, TimeProvider.System, context.RequestAborted);
            if (settings.ApproveAfter > 0 && Interlocked.Increment(ref _polls[item]) == settings.ApproveAfter)
                await ApproveAsync(context, item);
            else
                await WriteAsync(context.Response, StatusCodes.Status400BadRequest, Pending);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Its client was killed, as some runs mean it to be.
        }
        finally
        {
            book.Answer(item, Now);
        }
    }

    private async Task ApproveAsync(HttpContext context, int item)
    {
        var answer = JsonSerializer.SerializeToUtf8Bytes(new { token_type = "Bearer", expires_in = 120, access_token = Guid.NewGuid(), id_token = _tokens.Issue(Issuer(context), item) });
        lock (_approved)
            _approved[item] = Now;
        await WriteAsync(context.Response, StatusCodes.Status200OK, answer);
    }

    private async Task StartAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var item = TestPerson.ItemOf(form["login_hint"].ToString()["sub:ssn:".Length..]);
        await context.Response.WriteAsJsonAsync(new { auth_req_id = AuthReqIds.Of(item), expires_in = 900, interval = (int)settings.Interval.TotalSeconds });
    }

    private static ValueTask<FlushResult> WriteAsync(HttpResponse response, int status, byte[] json)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        return response.BodyWriter.WriteAsync(json);
    }

    private async ValueTask<int> ItemAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCompleted)
            {
                var item = AuthReqIds.ItemIn(result.Buffer, settings.Items);
                // Unread bytes would cost the connection.
                reader.AdvanceTo(result.Buffer.End);
                return item;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private int InstanceOf(HttpContext context)
    {
        for (var instance = 0; instance < settings.Ports.Count; instance++)
        {
            if (settings.Ports[instance] == context.Connection.LocalPort)
                return instance;
        }

        return 0;
    }

    private static string Issuer(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    private static object Metadata(HttpContext context)
    {
        var issuer = Issuer(context);
        return new { issuer, token_endpoint = $"{issuer}/token", backchannel_authentication_endpoint = $"{issuer}/bc-authorize", jwks_uri = $"{issuer}/jwks" };
    }
}
