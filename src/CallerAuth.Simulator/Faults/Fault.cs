using System.Globalization;

namespace CallerAuth.Simulator.Faults;

/// <summary>A way in which an HTTP answer goes wrong, played by the provider or by Twilio's REST API.</summary>
internal abstract record Fault
{
    /// <summary>Plays the fault; true when the answer has been given and nothing more may be written.</summary>
    public abstract Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Does what was asked, and closes the connection where the answer would be.</summary>
    public sealed record LoseAnswer : Fault
    {
        public override Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken) => Task.FromResult(false);
    }

    /// <summary>Takes the request and never answers.</summary>
    public sealed record Hang : Fault
    {
        public override async Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return true;
        }
    }

    /// <summary>Closes the connection without an answer, as a service that is down does.</summary>
    public sealed record Abort : Fault
    {
        public override Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
        {
            context.Abort();
            return Task.FromResult(true);
        }
    }

    /// <summary>Answers a status with a body that is not what was agreed.</summary>
    public sealed record Answer(int Status, string ContentType = "application/json", string Body = "", int? RetryAfterSeconds = null) : Fault
    {
        public static Answer ServerError { get; } = new(StatusCodes.Status500InternalServerError, "text/plain", "Internal Server Error");

        public static Answer Html { get; } = new(StatusCodes.Status200OK, "text/html", "<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>");

        public static Answer Unavailable(int retryAfterSeconds) => new(StatusCodes.Status503ServiceUnavailable, RetryAfterSeconds: retryAfterSeconds);

        public static Answer OAuthError(int status, string error, string description = "") =>
            new(status, Body: $$"""{"error":"{{error}}","error_description":"{{description}}"}""");

        public override async Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
        {
            context.Response.StatusCode = Status;
            context.Response.ContentType = ContentType;
            if (RetryAfterSeconds is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await context.Response.WriteAsync(Body, cancellationToken);
            return true;
        }
    }

    /// <summary>Begins a JSON answer and breaks off in the middle.</summary>
    public sealed record HalfBody : Fault
    {
        public override async Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 200;
            await context.Response.WriteAsync("{\"auth_req_id\":\"3857f8ff-21b9", cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            context.Abort();
            return true;
        }
    }

    /// <summary>Answers rightly, but late.</summary>
    public sealed record Slow(TimeSpan Delay) : Fault
    {
        public override async Task<bool> PlayAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
        {
            await Task.Delay(Delay, time, cancellationToken);
            return false;
        }
    }
}

/// <summary>Faults waiting to be played at one endpoint: each a number of times, then the endpoint is well again.</summary>
internal sealed class FaultQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(Fault Fault, int Times)> _waiting = [];

    /// <summary>Asked at each request that finds nothing waiting: a fault, or null to let it pass.</summary>
    public Func<Fault?>? Dice { get; set; }

    public void Play(Fault fault, int times = int.MaxValue)
    {
        lock (_gate)
            _waiting.AddLast((fault, times));
    }

    public void Clear()
    {
        Dice = null;
        lock (_gate)
            _waiting.Clear();
    }

    public Fault? Next()
    {
        lock (_gate)
        {
            if (_waiting.First is not { } first)
                return Dice?.Invoke();
            var (fault, times) = first.Value;
            if (times > 1)
                first.Value = (fault, times == int.MaxValue ? times : times - 1);
            else
                _waiting.RemoveFirst();
            return fault;
        }
    }
}
