namespace CallerAuth.Agents.Api;

/// <summary>An answer of the API, ready to be sent and, if need be, to be sent again.</summary>
internal sealed class ApiAnswer(int status, string contentType, byte[] body) : IResult
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";

    public int Status => status;

    public byte[] Body => body;

    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>RFC 6750 §3: what to show, or what it lacks.</summary>
    public string? Challenge { get; init; }

    public static ApiAnswer Of(int status, VerificationBody verification, string? location = null) =>
        new(status, Json, ApiJson.Write(verification)) { Location = location };

    /// <summary>What was answered before to the same request.</summary>
    public static ApiAnswer Again(int status, string location, byte[] body) => new(status, Json, body) { Location = location };

    public static ApiAnswer Of(ApiProblem problem, string? detail = null, IReadOnlyDictionary<string, string[]>? errors = null, TimeSpan? retryAfter = null, string? challenge = null) =>
        new(problem.Status, Problem, ApiJson.Write(new ProblemBody
        {
            Type = problem.Type,
            Title = problem.Title,
            Status = problem.Status,
            Detail = detail ?? problem.Meaning,
            Errors = errors,
        }))
        {
            RetryAfter = retryAfter,
            Challenge = challenge,
        };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        if (Location is not null)
            response.Headers.Location = httpContext.Request.PathBase + Location;
        if (RetryAfter is { } pause)
            response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Challenge is not null)
            response.Headers.WWWAuthenticate = Challenge;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
