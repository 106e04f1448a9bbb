using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Access;

/// <summary>Says at start who may use the API, because an API that lets nobody in looks like one that is broken.</summary>
internal sealed partial class ApiAnnouncement(IOptions<ApiOptions> options, ILogger<ApiAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsOpenToSomebody)
            IsOpen(options.Value.Keys.Count, options.Value.Authority.Length > 0 ? options.Value.Authority : "nobody");
        else
            IsShut();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(7101, LogLevel.Information, "The API lets in {Keys} key(s), and tokens of {Authority}")]
    private partial void IsOpen(int keys, string authority);

    [LoggerMessage(7102, LogLevel.Information, "The API answers everybody with 401: neither Api:Authority nor Api:Keys is set (docs/api.md)")]
    private partial void IsShut();
}
