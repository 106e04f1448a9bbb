using System.Globalization;
using System.Text;

namespace CallerAuth.Agents.Api;

/// <summary>An answer of the API, ready to be sent and, if need be, to be sent again.</summary>
internal sealed class ApiAnswer(int status, string contentType, byte[] body) : IResult
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";
    private const int LastStatus = 599;

    public int Status => status;

    public byte[] Body => body;

    public string? Location { get; init; }

    /// <summary>What is wrong, where this is not an answer from the store.</summary>
    public ApiProblem? Refusal { get; private init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>RFC 6750 §3: what to show, or what it lacks.</summary>
    public string? Challenge { get; init; }

    public static ApiAnswer Of(int status, VerificationBody verification, string? location = null) =>
        new(status, Json, ApiJson.Write(verification)) { Location = location };

    /// <summary>Somebody was rung, or may have been: whoever sends the request again gets the same answer.</summary>
    public bool IsKept => Location is not null || status == ApiProblem.PlacingUnknown.Status;

    /// <summary>For the store. It holds no word, name or number: what was accepted a moment ago knows none yet.</summary>
    public byte[] Write() => [.. Encoding.ASCII.GetBytes($"{status} {Location}"), (byte)'\n', .. body];

    /// <summary>What was answered before to the same request.</summary>
    /// <returns>Null when it was not written by <see cref="Write"/>, but by another version of this service.</returns>
    public static ApiAnswer? Read(byte[] stored)
    {
        var border = Array.IndexOf(stored, (byte)'\n');
        if (border < 0
            || Encoding.ASCII.GetString(stored, 0, border).Split(' ') is not [var first, var location]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || status is < StatusCodes.Status200OK or > LastStatus)
            return null;
        return new(status, location.Length > 0 ? Json : Problem, stored[(border + 1)..]) { Location = location.Length > 0 ? location : null };
    }

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
            Refusal = problem,
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
            response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (Challenge is not null)
            response.Headers.WWWAuthenticate = Challenge;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
