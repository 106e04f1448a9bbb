using StackExchange.Redis;

namespace CallerAuth.Agents.Api;

/// <summary>Gives every answer of the API that would be empty, and every exception, the form of problem details. What an exception says goes to the log alone.</summary>
internal sealed partial class ApiFaults(ILogger<ApiFaults> logger) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (!context.Response.HasStarted && e is RedisException or TimeoutException or HttpRequestException)
        {
            Away(e, context.Request.Method);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
#pragma warning disable CA1031 // Nothing of it may reach a page for developers; what has begun is cut off by the rethrow.
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Failed(e, context.Request.Method);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
#pragma warning restore CA1031

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            var problem = ApiProblem.For(context.Response.StatusCode);
            await ApiAnswer.Of(problem).ExecuteAsync(context);
        }
    }

    [LoggerMessage(7201, LogLevel.Error, "The API could not answer a {Method}: something that it needs is away")]
    private partial void Away(Exception exception, string method);

    [LoggerMessage(7202, LogLevel.Error, "The API failed at a {Method}")]
    private partial void Failed(Exception exception, string method);
}
